package pakit.car;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Cid;
import pakit.block.Varint;

/// Writes a tree as a CAR of version 1: one root, then each block once, depth first, links in their order, a block
/// before what it links to. (`order=dfs; dups=n` in the words of trustless gateways.) The same tree gives the same
/// bytes, always.
///
/// Memory: one block, the links of the nodes between it and the root, and about 48 bytes for each block that was
/// written.
public final class CarExport {
    private final Function<BlockId, Block> blocks;
    private final Function<Block, List<BlockId>> links;

    /// @param blocks gives verified blocks
    /// @param links the ids that a block links to, in their order
    public CarExport(Function<BlockId, Block> blocks, Function<Block, List<BlockId>> links) {
        this.blocks = blocks;
        this.links = links;
    }

    /// Writes everything under `root`. Reads it before anything is written.
    public void write(BlockId root, OutputStream out) throws IOException {
        Deque<BlockId> open = new ArrayDeque<>();
        BlockIdSet written = new BlockIdSet();
        Block first = blocks.apply(root);
        writeSection(new CarHeader(List.of(new Cid(root, Optional.empty()))).encode(), new byte[0], out);
        written.add(root);
        writeBlock(first, open, out);
        while (!open.isEmpty()) {
            BlockId id = open.pop();
            if (written.add(id)) {
                writeBlock(blocks.apply(id), open, out);
            }
        }
    }

    private void writeBlock(Block block, Deque<BlockId> open, OutputStream out) throws IOException {
        writeSection(block.id().toBytes(), block.bytes(), out);
        List<BlockId> below = links.apply(block);
        for (int i = below.size() - 1; i >= 0; i--) {
            open.push(below.get(i));
        }
    }

    private static void writeSection(byte[] head, byte[] content, OutputStream out) throws IOException {
        out.write(Varint.of((long) head.length + content.length));
        out.write(head);
        out.write(content);
    }
}
