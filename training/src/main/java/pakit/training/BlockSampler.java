package pakit.training;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.ChunkSizes;
import pakit.block.Chunker;

/// Draws blocks from the files of a family, cut by the store's own chunker. Of a large file one window at a random
/// place is read; the chunks at the window's own ends are not the store's, and are left out. A block is drawn once,
/// whatever file or family it turns up in: the store would not see it twice either.
final class BlockSampler {
    private static final int BLOCKS_PER_FILE_MIN = 2;

    private final Chunker chunker = new Chunker(ChunkSizes.DEFAULT);
    private final SampleLimits limits;
    private final SplittableRandom random;
    private final Consumer<String> unreadable;
    private final Set<BlockId> drawn = new HashSet<>();

    /// @param unreadable told of each file that could not be read, and why
    BlockSampler(SampleLimits limits, long seed, Consumer<String> unreadable) {
        this.limits = limits;
        this.random = new SplittableRandom(seed);
        this.unreadable = unreadable;
    }

    List<Block> sample(FileFamily family) {
        int perFile = Math.max(
                BLOCKS_PER_FILE_MIN,
                (limits.blocksPerFamily() + family.files().size() - 1)
                        / family.files().size());
        List<Block> blocks = new ArrayList<>();
        for (Path file : family.files()) {
            if (blocks.size() >= limits.blocksPerFamily()) {
                break;
            }
            try {
                draw(chunks(file), Math.min(perFile, limits.blocksPerFamily() - blocks.size()), blocks);
            } catch (IOException e) {
                unreadable.accept(file + ": " + e);
            }
        }
        return blocks;
    }

    private void draw(List<byte[]> chunks, int wanted, List<Block> blocks) {
        for (int i = 0; i < wanted && !chunks.isEmpty(); i++) {
            Block block = Block.raw(chunks.remove(random.nextInt(chunks.size())));
            if (drawn.add(block.id())) {
                blocks.add(block);
            }
        }
    }

    private List<byte[]> chunks(Path file) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long size = channel.size();
            long from = size <= limits.windowBytes() ? 0 : random.nextLong(size - limits.windowBytes() + 1);
            ByteBuffer window = ByteBuffer.allocate((int) Math.min(size, limits.windowBytes()));
            channel.position(from);
            while (window.hasRemaining() && channel.read(window) >= 0) {}
            List<byte[]> chunks = new ArrayList<>();
            chunker.split(new ByteArrayInputStream(window.array(), 0, window.position()), chunks::add);
            if (from > 0 && !chunks.isEmpty()) {
                chunks.removeFirst();
            }
            if (from + window.position() < size && !chunks.isEmpty()) {
                chunks.removeLast();
            }
            return chunks;
        }
    }
}
