package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/// On a clock that moves only while a played model answers.
class LatencyMeterTest {
    private static final Duration LIMIT = Duration.ofNanos(1_000);

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void percentilesAreThoseOfTenThousandWarmCalls() {
        LatencyFigures found = measure(call -> call < 5_000 ? 900 : (call - 5_000) % 100 + 1);

        assertThat(found).isEqualTo(new LatencyFigures(10_000, 50, 95, 99, 1_000));
        assertThat(calls).hasValue(15_000);
    }

    @Test
    void theMeasurementEndsWhenOneCallInTwentyCannotBeFastAnyMore() {
        LatencyFigures found = measure(call -> 2_000);

        assertThat(found.calls()).isEqualTo(501);
        assertThat(found.p95Nanos()).isEqualTo(2_000);
        assertThat(found.tells(LIMIT)).isTrue();
        assertThat(found.tells(Duration.ofNanos(5_000))).isFalse();
    }

    @Test
    void oneCallInTwentyMayBeSlow() {
        LatencyFigures found = measure(call -> call % 20 == 0 ? 50_000 : 10);

        assertThat(found).isEqualTo(new LatencyFigures(10_000, 10, 10, 50_000, 1_000));
    }

    @Test
    void whoeverIsSlowBeyondMeasureIsNotWarmedUpForever() {
        LatencyFigures found = measure(call -> 300_000_000L);

        assertThat(calls.get()).isLessThan(501 + 10);
        assertThat(found.p50Nanos()).isEqualTo(300_000_000L);
    }

    @Test
    void aCallThatFailsTakesTimeToo() {
        LatencyFigures found = measure(call -> {
            clock.addAndGet(7);
            throw new IllegalStateException("no answer");
        });
        assertThat(found.p50Nanos()).isEqualTo(7);
    }

    private LatencyFigures measure(IntToLongFunction nanos) {
        PakitModel model =
                new PlayedLabels(2, 1, (row, out) -> clock.addAndGet(nanos.applyAsLong(calls.getAndIncrement())));
        return new LatencyMeter(clock::get, LIMIT).measure(model, List.of(new float[2], new float[2], new float[2]));
    }
}
