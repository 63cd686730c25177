package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatencyRecordTest {
    @Test
    void quantilesAreWithinOnePercentOfThoseOfAllDurations() {
        SplittableRandom random = new SplittableRandom(3);
        for (int scale = 0; scale < 39; scale += 3) {
            LatencyRecord record = new LatencyRecord();
            long[] all = new long[2_001];
            for (int i = 0; i < all.length; i++) {
                all[i] = random.nextLong(2L << scale);
                record.add(all[i]);
            }
            Arrays.sort(all);
            for (double quantile : new double[] {0, 0.01, 0.5, 0.95, 0.99, 1}) {
                double exact = all[Math.max(0, (int) Math.ceil(quantile * all.length) - 1)];
                assertThat(record.quantileMillis(quantile) * 1e6).isCloseTo(exact, within(exact * 0.01 + 1e-9));
            }
            assertThat(record.averageMillis() * 1e6)
                    .isCloseTo(Arrays.stream(all).average().orElseThrow(), within(1e-3 * (1L << scale)));
        }
    }

    @Test
    void whatTakesForEverIsStillCounted() {
        LatencyRecord record = new LatencyRecord();
        record.add(Long.MAX_VALUE);
        record.add(0);
        assertThat(record.count()).isEqualTo(2);
        assertThat(record.quantileMillis(1)).isGreaterThan(1_000_000);
        assertThat(record.cumulative(LatencyRecord.BOUNDS_SECONDS.length - 1)).isEqualTo(1);
    }

    @Test
    void bucketsCountUpToTheirBoundInclusive() {
        LatencyRecord record = new LatencyRecord();
        record.add(250);
        record.add(251);
        record.add(1_000_000_000);
        assertThat(record.cumulative(0)).isEqualTo(1);
        assertThat(record.cumulative(1)).isEqualTo(2);
        assertThat(record.cumulative(LatencyRecord.BOUNDS_SECONDS.length - 1)).isEqualTo(3);
    }

    @Test
    void anEarlierStateCanBeTakenAway() {
        LatencyRecord earlier = new LatencyRecord();
        LatencyRecord later = new LatencyRecord();
        for (int i = 1; i <= 1_000; i++) {
            earlier.add(i * 1_000_000L);
            later.add(i * 1_000_000L);
        }
        for (int i = 0; i < 100; i++) {
            later.add(2_000);
        }
        later.subtract(earlier);
        assertThat(later.count()).isEqualTo(100);
        assertThat(later.quantileMillis(1)).isEqualTo(0.002, within(0.00002));
        assertThat(later.sumSeconds()).isEqualTo(100 * 2e-6, within(1e-9));
    }
}
