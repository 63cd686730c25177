/// Bytes and their names: blocks, their content ids, and the chunker that cuts a stream into blocks.
/// In come bytes, out go [pakit.block.Block]s. Pure: no clock, no randomness, no thread, no socket. Open
/// [pakit.block.BlockId] first.
@NullMarked
package pakit.block;

import org.jspecify.annotations.NullMarked;
