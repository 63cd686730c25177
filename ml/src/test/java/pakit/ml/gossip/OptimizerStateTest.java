package pakit.ml.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;
import pakit.hint.NetworkConditions;

class OptimizerStateTest {
    private final NetworkOptimizer optimizer = new NetworkOptimizer();

    OptimizerStateTest() {
        var random = new SplittableRandom(2);
        for (int i = 0; i < 500; i++) {
            NetworkConditions conditions = Networks.of(
                    random.nextDouble(50, 20_000),
                    random.nextDouble(0.2),
                    random.nextDouble(0.4),
                    1 << random.nextInt(20));
            optimizer.record(
                    Networks.outcome(conditions, optimizer.params(conditions), 60, random.nextInt(20) == 0 ? 1 : 0));
        }
    }

    @Test
    void whatIsRestoredKnowsAndAnswersTheSame() {
        byte[] checkpoint = optimizer.checkpoint();
        NetworkOptimizer restored = NetworkOptimizer.restore(checkpoint);

        assertThat(restored.checkpoint()).isEqualTo(checkpoint);
        NetworkOptimizer again = NetworkOptimizer.restore(checkpoint);
        var random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            NetworkConditions conditions = Networks.any(random);
            assertThat(restored.params(conditions)).isEqualTo(again.params(conditions));
        }
    }

    @Test
    void otherSizesAreRefused() {
        byte[] checkpoint = optimizer.checkpoint();
        for (int size : new int[] {0, 3, 20, checkpoint.length - 1, checkpoint.length + 1}) {
            assertThatExceptionOfType(PakitException.Corrupt.class)
                    .isThrownBy(() -> NetworkOptimizer.restore(Arrays.copyOf(checkpoint, size)))
                    .withMessageContaining("bytes is " + size)
                    .withMessageContaining("" + checkpoint.length);
        }
    }

    @Test
    void anotherFormatIsRefusedWithBothNamed() {
        byte[] checkpoint = optimizer.checkpoint();
        checkpoint[7] = 9;
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> NetworkOptimizer.restore(checkpoint))
                .withMessageContaining("format version is 9, expected 1");
    }

    @Test
    void damagedStateIsRefusedOrHarmless() {
        byte[] checkpoint = optimizer.checkpoint();
        var random = new SplittableRandom(4);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = checkpoint.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                NetworkOptimizer restored = NetworkOptimizer.restore(damaged);
                assertThat(restored.checkpoint()).isEqualTo(damaged);
                assertThat(restored.params(Networks.any(random)).fanout()).isBetween(4, 8);
            } catch (PakitException.Corrupt refused) {
                assertThat(refused).hasMessageContaining("network optimizer");
            }
        }
    }
}
