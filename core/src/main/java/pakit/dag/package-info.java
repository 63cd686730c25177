/// The way a block goes in and out, files and directories over blocks, and the rules that turn advice into decisions.
/// Open [pakit.dag.DagBackend] first.
///
/// Trees: whatever tells a [pakit.dag.TreeSink] (a [pakit.dag.FileTreeWalker] over a directory, a
/// [pakit.dag.TreeReader] over stored blocks) meets whatever is one (a [pakit.dag.TreeWriter] into blocks, a
/// [pakit.dag.FileTreeRestorer] into a directory). The blocks are UnixFS v1 in DAG-PB, as IPFS tools read it.
@NullMarked
package pakit.dag;

import org.jspecify.annotations.NullMarked;
