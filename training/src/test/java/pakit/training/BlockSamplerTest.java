package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.ChunkSizes;
import pakit.block.Chunker;

class BlockSamplerTest {
    private static final SampleLimits LIMITS = new SampleLimits(6, 4, 10, 10, 1 << 20);
    private static final SampleLimits NARROW = new SampleLimits(6, 4, 10, 10, 1 << 18);

    @TempDir
    Path directory;

    private final List<String> unreadable = new ArrayList<>();

    @Test
    void blocksAreThoseThatTheStoreWouldCut() throws IOException {
        Path file = file("a.bin", 1, 800_000);

        List<Block> blocks = sample(LIMITS, file);

        assertThat(blocks).hasSize(LIMITS.blocksPerFamily());
        assertThat(ids(file)).containsAll(blocks.stream().map(Block::id).toList());
    }

    @Test
    void aWindowOfALargeFileHoldsOnlyWholeChunksOfIt() throws IOException {
        Path file = file("large.bin", 2, 3_000_000);

        List<Block> blocks = sample(NARROW, file);

        assertThat(blocks).isNotEmpty();
        // The cut after the window's start may still be off: FastCDC finds back to the stream's own cuts.
        assertThat(blocks).filteredOn(block -> ids(file).contains(block.id())).hasSizeGreaterThan(blocks.size() / 2);
    }

    @Test
    void noBlockIsDrawnTwice() throws IOException {
        Path file = file("a.bin", 3, 200_000);
        Path copy = file("b.bin", 3, 200_000);

        List<Block> blocks = sample(LIMITS, file, copy);

        assertThat(blocks).extracting(Block::id).doesNotHaveDuplicates();
    }

    @Test
    void aFileThatIsGoneIsNamedAndTheOthersAreRead() throws IOException {
        Path file = file("a.bin", 4, 200_000);

        List<Block> blocks = sample(LIMITS, directory.resolve("gone.bin"), file);

        assertThat(blocks).isNotEmpty();
        assertThat(unreadable).singleElement().asString().contains("gone.bin");
    }

    private List<Block> sample(SampleLimits limits, Path... files) {
        return new BlockSampler(limits, 7, unreadable::add).sample(new FileFamily("bin", "bin@0", List.of(files)));
    }

    private Path file(String name, long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        Path file = directory.resolve(name);
        SampleTree.write(file, bytes);
        return file;
    }

    private static Set<BlockId> ids(Path file) {
        Set<BlockId> ids = new HashSet<>();
        try {
            byte[] bytes = Files.readAllBytes(file);
            new Chunker(ChunkSizes.DEFAULT)
                    .split(
                            new ByteArrayInputStream(bytes),
                            chunk -> ids.add(Block.raw(chunk).id()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }
}
