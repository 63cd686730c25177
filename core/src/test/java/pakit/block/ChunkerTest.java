package pakit.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkerTest {
    private static final ChunkSizes SMALL = new ChunkSizes(256, 1024, 4096);
    private static final Chunker CHUNKER = new Chunker(SMALL);

    @Test
    void gearTableIsFrozen() {
        assertThat(Chunker.gearTableSha256())
                .isEqualTo("9e0a3d81a893bc1339fb7e4a143673189db4d1c380210d76f21a7b29f963d635");
        assertThat(GearTable.shared()[0]).isEqualTo(0x18ae27e3e4ddcf06L);
    }

    /// Other cuts would end all dedup against what is stored.
    @Test
    void cutsAreFrozen() throws IOException {
        assertThat(sizes(split(new Chunker(ChunkSizes.DEFAULT), random(400_000, 42))))
                .containsExactly(34757, 38044, 46860, 40599, 36060, 37926, 32807, 40714, 13526, 33271, 42743, 2693);
        assertThat(sizes(split(CHUNKER, random(10_000, 42))))
                .containsExactly(1099, 1159, 1338, 1257, 1038, 1131, 1033, 733, 842, 370);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 255, 256, 257, 511, 512, 513, 4095, 4096, 4097, 8191, 8192, 8193, 100_000})
    void chunksMakeUpTheStreamWithinTheirBounds(int size) throws IOException {
        for (byte[] bytes : List.of(random(size, size), new byte[size])) {
            List<byte[]> chunks = split(CHUNKER, bytes);
            assertThat(join(chunks)).isEqualTo(bytes);
            for (int i = 0; i < chunks.size(); i++) {
                int least = i == chunks.size() - 1 ? 1 : SMALL.minBytes();
                assertThat(chunks.get(i).length).isBetween(least, SMALL.maxBytes());
            }
        }
    }

    @Test
    void cutsDoNotDependOnReadSizes() throws IOException {
        byte[] bytes = random(300_000, 3);
        List<Integer> whole = sizes(split(CHUNKER, bytes));
        Random random = new Random(4);
        for (int round = 0; round < 20; round++) {
            InputStream dribble = new DribblingStream(bytes, random, 1 + random.nextInt(9000));
            List<byte[]> chunks = new ArrayList<>();
            CHUNKER.split(dribble, chunks::add);
            assertThat(sizes(chunks)).isEqualTo(whole);
        }
    }

    @Test
    void anInsertionMovesOnlyTheCutsAroundIt() throws IOException {
        byte[] before = random(1 << 20, 5);
        byte[] after = new byte[before.length + 7];
        System.arraycopy(before, 0, after, 0, 500_000);
        System.arraycopy(random(7, 6), 0, after, 500_000, 7);
        System.arraycopy(before, 500_000, after, 500_007, before.length - 500_000);
        Set<BlockId> known = ids(split(CHUNKER, before));
        Set<BlockId> fresh = ids(split(CHUNKER, after));
        fresh.removeAll(known);
        assertThat(known).hasSizeGreaterThan(500);
        assertThat(fresh).hasSizeBetween(1, 10);
    }

    @Test
    void averageIsNearItsTarget() throws IOException {
        List<Integer> sizes = sizes(split(new Chunker(ChunkSizes.DEFAULT), random(64 << 20, 8)));
        double average = sizes.stream().mapToInt(Integer::intValue).average().orElseThrow();
        assertThat(average).isBetween(0.9 * (32 << 10), 1.25 * (32 << 10));
        assertThat(sizes.stream().filter(size -> size == 128 << 10).count()).isLessThan(sizes.size() / 100);
    }

    @Test
    void everySizeEqualCutsAtTheMaximum() throws IOException {
        Chunker fixed = new Chunker(new ChunkSizes(1024, 1024, 1024));
        assertThat(sizes(split(fixed, random(2500, 9)))).containsExactly(1024, 1024, 452);
    }

    @Test
    void memoryDoesNotGrowWithTheStream() throws IOException {
        long[] total = new long[1];
        CHUNKER.split(new EndlessZeros(256L << 20), chunk -> total[0] += chunk.length);
        assertThat(total[0]).isEqualTo(256L << 20);
    }

    private static List<byte[]> split(Chunker chunker, byte[] bytes) throws IOException {
        List<byte[]> chunks = new ArrayList<>();
        chunker.split(new ByteArrayInputStream(bytes), chunks::add);
        return chunks;
    }

    private static List<Integer> sizes(List<byte[]> chunks) {
        return chunks.stream().map(chunk -> chunk.length).toList();
    }

    private static Set<BlockId> ids(List<byte[]> chunks) {
        Set<BlockId> ids = new HashSet<>();
        chunks.forEach(chunk -> ids.add(BlockId.of(BlockId.Kind.RAW, chunk)));
        return ids;
    }

    private static byte[] join(List<byte[]> chunks) {
        byte[] all = new byte[chunks.stream().mapToInt(chunk -> chunk.length).sum()];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        return all;
    }

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// Gives at most a few bytes at a time, as sockets do.
    private static final class DribblingStream extends FilterInputStream {
        private final Random random;
        private final int most;

        DribblingStream(byte[] bytes, Random random, int most) {
            super(new ByteArrayInputStream(bytes));
            this.random = random;
            this.most = most;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
        }
    }

    private static final class EndlessZeros extends InputStream {
        private long left;

        EndlessZeros(long size) {
            left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int read = (int) Math.min(left, length);
            Arrays.fill(target, offset, offset + read, (byte) 0);
            left -= read;
            return read;
        }
    }
}
