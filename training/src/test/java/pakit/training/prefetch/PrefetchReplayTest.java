package pakit.training.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.prefetch.PrefetchSettings;

class PrefetchReplayTest {
    private static final PrefetchSettings SMALL =
            new PrefetchSettings(1 << 12, 1 << 10, 4, 16, 8, 5, 128, 32, 0.07, 0.5);

    @TempDir
    private Path directory;

    private Path file(byte[] bytes) throws IOException {
        Path file = directory.resolve("trace.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
        return file;
    }

    @Test
    void tracesAreReadInTheirForms() throws IOException {
        Path ranges = file("5 3 0 0\n9 1 0 1\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(AccessTrace.read(ranges, "a", AccessTrace.Form.RANGES, true).ids())
                .containsExactly(6, 7, 8, 10);
        Path lines = file("0\n*\n41\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(AccessTrace.read(lines, "b", AccessTrace.Form.LINES, true).ids())
                .containsExactly(1, 42);
        Path ints = file(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(6)
                .putInt(7)
                .array());
        assertThat(AccessTrace.read(ints, "c", AccessTrace.Form.LITTLE_ENDIAN_INTS, false)
                        .ids())
                .containsExactly(7, 8);
        Path longs = file(ByteBuffer.allocate(8).putLong(1L << 40).array());
        assertThat(AccessTrace.read(longs, "d", AccessTrace.Form.BIG_ENDIAN_LONGS, false)
                        .ids())
                .containsExactly((1L << 40) + 1);
    }

    @Test
    void aMissingOrDamagedTraceIsNamed() throws IOException {
        Path missing = directory.resolve("none.gz");
        assertThatThrownBy(() -> AccessTrace.read(missing, "a", AccessTrace.Form.LINES, true))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("none.gz");
        Path words = file("one two\n".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> AccessTrace.read(words, "a", AccessTrace.Form.RANGES, true))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("trace.gz");
    }

    @Test
    void leastRecentlyUsedGoesFirst() {
        AccessTrace trace = new AccessTrace("hand", new long[] {1, 2, 1, 3, 1, 2}, false);
        assertThat(PrefetchReplay.lru(trace, 0, 2).hits()).isEqualTo(2);
    }

    @Test
    void missesOfAnOrderThatRepeatsAreRemoved() {
        AccessTrace trace = new AccessTrace(
                "loop", LongStream.range(0, 60_000).map(i -> 1 + i % 4000).toArray(), false);
        PrefetchFigures without = PrefetchReplay.tinyLfu(trace, 30_000, 1500);
        PrefetchFigures with = new PrefetchPlayer(trace, 30_000, 1500, 0, SMALL).play();
        assertThat(with.missesRemoved(without)).isGreaterThan(0.9);
        assertThat(with.extraFetches(without)).isLessThan(0.1);
        assertThat(with.precision()).isGreaterThan(0.9);
    }

    @Test
    void chaosIsLeftAsItIs() {
        SplittableRandom random = new SplittableRandom(3);
        AccessTrace trace =
                new AccessTrace("chaos", random.longs(30_000, 1, 5000).toArray(), false);
        PrefetchFigures without = PrefetchReplay.lru(trace, 15_000, 500);
        PrefetchFigures with = new PrefetchPlayer(trace, 15_000, 500, 0, SMALL).play();
        assertThat(with.hitRatio()).isGreaterThan(without.hitRatio() - 0.01);
        assertThat(with.named()).isLessThan(100);
    }
}
