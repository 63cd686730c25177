package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.ChunkSizes;

/// What is read ahead on workers comes as it would one by one.
@Timeout(120)
class ReadAheadTest {
    private final MemoryBlocks blocks = new MemoryBlocks();

    @AutoClose
    private final Workers workers = new Workers(3);

    /// Entries in the order in which they came.
    private static final class Told implements TreeSink {
        private final List<String> entries = new ArrayList<>();

        @Override
        public void directory(String path, Attributes attributes) {
            entries.add(path + " " + attributes);
        }

        @Override
        public void file(String path, Attributes attributes, long sizeBytes, InputStream content) throws IOException {
            byte[] bytes = content.readAllBytes();
            entries.add(path + " " + attributes + " " + sizeBytes + " " + BlockId.of(BlockId.Kind.RAW, bytes));
        }

        @Override
        public void symlink(String path, String target) {
            entries.add(path + " " + target);
        }
    }

    private BlockId store(long seed) throws IOException {
        try (TreeWriter writer = new TreeWriter(blocks::store, new ChunkSizes(64, 256, 1024), workers)) {
            RandomTree.tell(seed, writer);
            return writer.finish().root();
        }
    }

    private TreeReader ahead() {
        return new TreeReader(blocks::read, workers);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void treeIsToldInTheSameOrder(long seed) throws IOException {
        BlockId root = store(seed);
        Told one = new Told();
        Told many = new Told();
        blocks.reader().tell(root, "", one);
        ahead().tell(root, "", many);
        assertThat(many.entries).isEqualTo(one.entries);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lostBlockFailsInItsTurnWithTheSameMessage(long seed) throws IOException {
        BlockId root = store(seed);
        Random random = new Random(seed);
        List<BlockId> ids = blocks.blocks.keySet().stream().sorted().toList();
        for (int round = 0; round < 20; round++) {
            BlockId lost = ids.get(random.nextInt(ids.size()));
            Block kept = blocks.blocks.remove(lost);
            Told one = new Told();
            Told many = new Told();
            Throwable expected = catchThrowable(() -> blocks.reader().tell(root, "", one));
            Throwable found = catchThrowable(() -> ahead().tell(root, "", many));
            assertThat(found).isNotNull().hasSameClassAs(expected).hasMessage(expected.getMessage());
            assertThat(many.entries).isEqualTo(one.entries);
            blocks.blocks.put(lost, kept);
        }
    }

    @Test
    void largeFileIsStreamedInOrderAndWithinItsBound() throws IOException {
        byte[] content = new byte[24 << 20];
        new Random(7).nextBytes(content);
        BlockId root;
        try (TreeWriter writer = new TreeWriter(blocks::store, ChunkSizes.DEFAULT, workers)) {
            writer.file("", Attributes.FILE, content.length, new ByteArrayInputStream(content));
            root = writer.finish().root();
        }
        AtomicInteger read = new AtomicInteger();
        AtomicInteger written = new AtomicInteger();
        AtomicInteger aheadMax = new AtomicInteger();
        TreeReader reader = new TreeReader(
                id -> {
                    Block block = blocks.read(id);
                    aheadMax.accumulateAndGet(read.addAndGet(block.sizeBytes()) - written.get(), Math::max);
                    return block;
                },
                workers);
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int from, int length) {
                super.write(bytes, from, length);
                written.addAndGet(length);
            }
        };
        reader.cat(root, out);
        assertThat(out.toByteArray()).isEqualTo(content);
        int bound = workers.count() * Block.MAX_BYTES;
        assertThat(aheadMax.get()).isBetween(ChunkSizes.DEFAULT.averageBytes(), bound + bound / 2);
    }
}
