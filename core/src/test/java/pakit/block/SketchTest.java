package pakit.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;

class SketchTest {
    /// Frozen: the index on disk is made of these values.
    @Test
    void theStoredFormIsThatOfTheSecondVersion() {
        Sketch sketch = Sketch.of(noise(new Random(1), 8192));
        for (int bin = 0; bin < Sketch.BINS; bin++) {
            assertThat(sketch.has(bin)).isTrue();
        }
        assertThat(HexFormat.of().formatHex(sketch.toBytes()))
                .isEqualTo("ffff0b375115b07c16f24a3589861e8b3f0b1407012cc0104eec23b99007292d"
                        + "00f42601693f09dc65262300023a190edddb");
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

    @Test
    void theStoredFormIsReadBackWhateverBinsAreEmpty() {
        Random random = new Random(6);
        for (int size : new int[] {0, 10, 40, 100, 300, 1000, 9000}) {
            Sketch sketch = Sketch.of(noise(random, size));
            assertThat(Sketch.fromBytes(sketch.toBytes())).isEqualTo(sketch);
            assertThat(sketch.toBytes()).hasSize(2 + 3 * sketch.features());
        }
    }

    @Test
    void bytesThatAreNoSketchAreRefused() {
        for (byte[] bytes : new byte[][] {{}, {1}, {0, 1}, {0, 1, 2, 3}, {0, 1, 2, 3, 4, 5}, {0, 0, 0}}) {
            assertThatThrownBy(() -> Sketch.fromBytes(bytes))
                    .as(Arrays.toString(bytes))
                    .isInstanceOf(PakitException.Corrupt.class)
                    .hasMessageContaining(bytes.length + " bytes");
        }
    }

    private static byte[] noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
