/// The command line, and the one place where objects are wired. Open [pakit.cli.Main] first.
@NullMarked
package pakit.cli;

import org.jspecify.annotations.NullMarked;
