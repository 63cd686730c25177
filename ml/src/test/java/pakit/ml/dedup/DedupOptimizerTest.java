package pakit.ml.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;

class DedupOptimizerTest {
    private static final int DEFAULT_BYTES = 10_000;
    private static final double PRICE = 500;

    private final DedupOptimizer optimizer = new DedupOptimizer();

    @Test
    void whoHasLearntNothingAbstainsAndPromisesNothing() {
        assertThat(optimizer.state().earnings().abstains()).isTrue();
        assertThat(optimizer.state().saving(row(new Random(1)), 0)).isZero();
    }

    @Test
    void aLawIsLearntAndPays() {
        Random random = new Random(2);
        for (int i = 0; i < 2000; i++) {
            float[] row = row(random);
            optimizer.learn(attempt(row, share(row)));
        }
        float[] near = row(random);
        near[0] = 1;
        assertThat(optimizer.state().saving(near, 0)).isBetween(0.09f, 0.11f);
        assertThat(optimizer.state().earnings().abstains()).isFalse();
        assertThat(optimizer.state().earnings().followed()).isBetween(1L, 1999L);
    }

    @Test
    void whereNothingIsSavedItAbstains() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            optimizer.learn(attempt(row(random), random.nextInt(50) == 0 ? 0.1 : 0));
        }
        assertThat(optimizer.state().earnings().abstains()).isTrue();
    }

    @Test
    void aLawThatChangedIsForgotten() {
        Random random = new Random(4);
        for (int i = 0; i < 12_000; i++) {
            float[] row = row(random);
            optimizer.learn(attempt(row, i < 4000 ? share(row) : 0));
        }
        float[] near = row(random);
        near[0] = 1;
        assertThat(optimizer.state().saving(near, 0)).isLessThan(0.05f);
        assertThat(optimizer.state().earnings().abstains()).isTrue();
    }

    @Test
    void aStateComesBackBitForBitAndGoesOnAlike() {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            float[] row = row(random);
            optimizer.learn(attempt(row, share(row)));
        }
        byte[] kept = optimizer.state().toBytes();
        DedupOptimizer other = new DedupOptimizer(DedupState.fromBytes(kept));
        assertThat(other.state().toBytes()).isEqualTo(kept);
        DedupAttempt next = attempt(row(random), 0.3);
        optimizer.learn(next);
        other.learn(next);
        assertThat(other.state().toBytes()).isEqualTo(optimizer.state().toBytes());
    }

    @Test
    void whateverBytesComeAStateIsFiniteOrRefused() {
        Random random = new Random(6);
        byte[] kept = optimizer.state().toBytes();
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = Arrays.copyOf(kept, random.nextInt(4) == 0 ? random.nextInt(2000) : kept.length);
            for (int flips = random.nextInt(1, 4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                float saving = DedupState.fromBytes(damaged).saving(row(random), 0);
                assertThat(saving).isBetween(0f, 1f);
            } catch (PakitException.Corrupt refused) {
                assertThat(refused).hasMessageStartingWith("state of a dedup optimizer");
            }
        }
        assertThatThrownBy(() -> DedupState.fromBytes(new byte[0])).isInstanceOf(PakitException.Corrupt.class);
        byte[] newer = kept.clone();
        newer[0] = 2;
        assertThatThrownBy(() -> DedupState.fromBytes(newer)).hasMessageContaining("format 2");
    }

    @Test
    void longLearningOfOneCaseKeepsItFinite() {
        float[] row = row(new Random(7));
        for (int i = 0; i < 50_000; i++) {
            optimizer.learn(attempt(row, 0.5));
        }
        assertThat(optimizer.state().saving(row, 0)).isBetween(0.49f, 0.51f);
    }

    @Test
    void anAttemptThatCannotBeIsRefused() {
        float[] row = row(new Random(8));
        assertThatThrownBy(() -> new DedupAttempt(row, 10, 11, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DedupAttempt(new float[1], 10, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        row[3] = Float.NaN;
        assertThatThrownBy(() -> new DedupAttempt(row, 10, 1, 0)).hasMessageContaining("depth");
    }

    private static double share(float[] row) {
        return 0.1 * row[0];
    }

    private static DedupAttempt attempt(float[] row, double share) {
        return new DedupAttempt(row, DEFAULT_BYTES, (int) (share * DEFAULT_BYTES), PRICE);
    }

    private static float[] row(Random random) {
        float[] row = new float[DedupFeatures.schema().size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = random.nextFloat();
        }
        return row;
    }
}
