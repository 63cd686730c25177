package pakit.ml.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;

class ArmTallyTest {
    private static final int THREADS = 16;
    private static final int EVENTS = 50_000;

    @Test
    void sixteenThreadsLoseNothing() throws Exception {
        ArmTally tally = new ArmTally();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                all.add(threads.submit(() -> add(tally)));
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        ArmFigures figures = tally.figures();
        long expected = (long) THREADS * EVENTS;
        assertThat(figures.impressions().events()).isEqualTo(expected);
        assertThat(figures.metric(Goal.SUCCESS).events()).isEqualTo(expected);
        assertThat(figures.metric(Goal.SUCCESS).sum()).isEqualTo(expected);
        assertThat(figures.latencies().count()).isEqualTo(expected);
        assertThat(figures.metric(Goal.LATENCY_MS).sum()).isCloseTo(2.5 * expected, within(1e-3));
    }

    private static void add(ArmTally tally) {
        for (int i = 0; i < EVENTS; i++) {
            int bucket = i % 7; // few buckets, so that threads meet
            tally.impression(bucket);
            tally.add(Goal.SUCCESS, bucket, 1);
            tally.add(Goal.LATENCY_MS, bucket, 2.5);
        }
    }

    @Test
    void whatWasKeptGoesOn() {
        ArmTally tally = new ArmTally();
        tally.impression(3);
        tally.add(Goal.LATENCY_MS, 3, 7.25);
        ArmTally again = ArmTally.of(tally.figures());
        again.add(Goal.LATENCY_MS, 3, 0.75);

        ArmFigures figures = again.figures();
        assertThat(figures.impressions().counts()[3]).isEqualTo(1);
        assertThat(figures.metric(Goal.LATENCY_MS).sums()[3]).isEqualTo(8);
        assertThat(figures.latencies().quantile(1)).isCloseTo(7.25, within(0.08));
    }

    @Test
    void metricsAreBounded() {
        ArmTally tally = new ArmTally();
        for (int i = 0; i < ArmTally.METRICS_MAX; i++) {
            tally.add("m" + i, 0, 1);
        }
        assertThatThrownBy(() -> tally.add("one_more", 0, 1))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("one_more");
    }
}
