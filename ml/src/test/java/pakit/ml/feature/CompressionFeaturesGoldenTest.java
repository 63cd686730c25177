package pakit.ml.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.codec.Profile;
import pakit.hint.CompressionFacts;

/// What version 1 of the schema means, bit for bit: `compression-1.tsv` holds every feature of some inputs. A change of
/// any line is a change of meaning, which needs a new schema version and new models.
class CompressionFeaturesGoldenTest {
    private static final FeatureSchema SCHEMA = CompressionFeatures.schema();

    /// An input and the name of its lines.
    private record Golden(String name, CompressionFacts facts) {}

    @Test
    void everyFeatureIsWhatVersionOneSays() throws IOException {
        assertThat(SCHEMA.toString()).isEqualTo("compression/1");
        List<String> found = new ArrayList<>();
        for (Golden golden : inputs()) {
            float[] row = new float[SCHEMA.size()];
            CompressionFeatures.extract(golden.facts(), row);
            for (int i = 0; i < row.length; i++) {
                found.add(golden.name() + "\t" + SCHEMA.features().get(i) + "\t" + row[i]);
            }
        }
        assertThat(found).isEqualTo(goldenLines());
    }

    @Test
    void extractionAllocatesNothingOnceWarm() {
        List<Golden> inputs = inputs();
        float[] row = new float[SCHEMA.size()];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE; // the compiler may still be at work: the best of several rounds counts
        for (int round = 0; round < 40; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                CompressionFeatures.extract(inputs.get(i % inputs.size()).facts(), row);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isLessThan(1_000); // less than a byte a call
    }

    /// The lengths: none, fewer than a word, a sample but one, a sample, and the sizes that chunks have.
    private static List<Golden> inputs() {
        return List.of(
                golden("empty", new byte[0], 0),
                golden("three-bytes", new byte[] {'a', 0, -1}, 0),
                golden("short-of-a-sample", mixed(1_023), 1),
                golden("one-sample", mixed(1_024), 0),
                golden("text", text(30_011), 0),
                golden("records", records(40_000), 2),
                golden("noise", noise(131_072), 0));
    }

    private static Golden golden(String name, byte[] bytes, int depth) {
        return new Golden(name, new CompressionFacts(Block.raw(bytes), depth, Profile.BALANCED));
    }

    private static byte[] mixed(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * i >>> 5);
        }
        return bytes;
    }

    private static byte[] text(int length) {
        String line = "2026-01-31 12:00:07 INFO  put of 4096 bytes took 17 ms\n";
        return line.repeat(length / line.length() + 1).substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    /// Little-endian counters of four bytes.
    private static byte[] records(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i / 4 * 7 >>> 8 * (i % 4));
        }
        return bytes;
    }

    /// Marsaglia's xorshift, so that no library's random numbers are part of the format.
    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        long state = 88172645463325252L;
        for (int i = 0; i < length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            bytes[i] = (byte) (state >>> 32);
        }
        return bytes;
    }

    private static List<String> goldenLines() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                CompressionFeaturesGoldenTest.class.getResourceAsStream("compression-1.tsv"), "golden file")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
