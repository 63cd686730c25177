/// The command line, and the one place where objects are wired. A verb parses its words, asks
/// [pakit.node.NodeOperations] and prints the answer; whether a node or this process holds the home it does not know.
/// Open [pakit.cli.Main] first, then [pakit.cli.OpenHome].
@NullMarked
package pakit.cli;

import org.jspecify.annotations.NullMarked;
