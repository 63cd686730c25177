package pakit.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchTest {
    /// Frozen: the index on disk is made of these values.
    @Test
    void theValuesAreThoseOfTheFirstVersion() {
        Sketch sketch = Sketch.of(noise(new Random(1), 8192));
        ByteBuffer values = ByteBuffer.allocate(Sketch.BINS * Integer.BYTES);
        for (int bin = 0; bin < Sketch.BINS; bin++) {
            assertThat(sketch.has(bin)).isTrue();
            values.putInt(sketch.value(bin));
        }
        assertThat(HexFormat.of().formatHex(values.array()))
                .isEqualTo("01ecae3708210de4244a6156000afa6806f82072256ef8771b8f278b03943cb7"
                        + "0796fa6b0597f8f711455db90c657d680f46eaed1a3acfd2035d37d205f4f776");
    }

    @Test
    void aSmallEditLeavesMostBins() {
        Random random = new Random(2);
        for (int round = 0; round < 100; round++) {
            byte[] bytes = noise(random, 32 << 10);
            byte[] edited = Arrays.copyOf(bytes, bytes.length + 100);
            System.arraycopy(bytes, 5000, edited, 5100, bytes.length - 5000);
            assertThat(Sketch.of(edited).shared(Sketch.of(bytes))).isGreaterThanOrEqualTo(12);
        }
    }

    @Test
    void unrelatedBlocksShareNothing() {
        Random random = new Random(3);
        int shared = 0;
        for (int round = 0; round < 500; round++) {
            shared += Sketch.of(noise(random, 8192)).shared(Sketch.of(noise(random, 8192)));
        }
        assertThat(shared).isZero();
    }

    @Test
    void theShareOfEqualBinsIsTheShareOfEqualContent() {
        Random random = new Random(4);
        int shared = 0;
        for (int round = 0; round < 200; round++) {
            byte[] one = noise(random, 32 << 10);
            byte[] other = noise(random, 32 << 10);
            System.arraycopy(one, 0, other, 0, 16 << 10);
            shared += Sketch.of(one).shared(Sketch.of(other));
        }
        // Half in common: a third of the union.
        assertThat(shared / (200.0 * Sketch.BINS)).isBetween(0.30, 0.37);
    }

    @Test
    void bytesWithoutAFeatureSayNothing() {
        for (byte[] bytes : new byte[][] {{}, {1}, {1, 2, 3}}) {
            Sketch sketch = Sketch.of(bytes);
            assertThat(sketch.shared(sketch)).isLessThanOrEqualTo(3);
        }
        assertThat(Sketch.of(new byte[0]).shared(Sketch.of(new byte[0]))).isZero();
    }

    private static byte[] noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
