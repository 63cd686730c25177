/// The way a block goes in and out, files and directories over blocks, and the rules that turn advice into decisions.
/// Open [pakit.dag.DagBackend] first.
@NullMarked
package pakit.dag;

import org.jspecify.annotations.NullMarked;
