package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
    private final AtomicLong now = new AtomicLong(-123_456_789);
    private final CallMeter meter = new CallMeter(now::get, Duration.ofSeconds(60));

    @Test
    void callsAreSeenForAMinuteAndCountedForEver() {
        call(2, false);
        call(4, true);
        passSeconds(30);
        meter.recent();
        call(8, false);
        assertThat(meter.recent().predictions()).isEqualTo(3);
        assertThat(meter.recent().errors()).isEqualTo(1);
        assertThat(meter.recent().errorKinds()).containsEntry(ErrorKind.FAILED, 1L);
        passSeconds(30);
        assertThat(meter.recent().predictions()).isEqualTo(1);
        assertThat(meter.recent().errors()).isZero();
        passSeconds(30);
        assertThat(meter.recent()).isEqualTo(ModelMetrics.NONE);
        assertThat(meter.metrics().predictions()).isEqualTo(3);
        assertThat(meter.metrics().latencyAvg()).isEqualTo(2, within(1e-9)); // only the first of the three is timed
    }

    @Test
    void anIdleHourLeavesNothingInTheWindow() {
        for (int i = 0; i < 100; i++) {
            call(5, true);
        }
        passSeconds(3600);
        assertThat(meter.recent()).isEqualTo(ModelMetrics.NONE);
        passSeconds(86_400L * 365);
        call(1, true);
        assertThat(meter.recent().predictions()).isEqualTo(1);
        assertThat(meter.recent().errors()).isEqualTo(1);
    }

    @Test
    void timedCallsMoveTheWindowWhenNobodyReads() {
        for (int second = 0; second < 600; second++) {
            for (int i = 0; i < 16; i++) { // one of them is timed
                call(second < 300 ? 9 : 1, second < 300);
            }
            passSeconds(1);
        }
        ModelMetrics recent = meter.recent();
        assertThat(recent.errors()).isZero();
        assertThat(recent.predictions()).isBetween(50L * 16, 61L * 16);
        assertThat(recent.latencyP99()).isEqualTo(1, within(0.01));
        assertThat(meter.metrics().latencyP50()).isEqualTo(1, within(0.01));
        assertThat(meter.metrics().latencyP95()).isEqualTo(9, within(0.09));
    }

    /// Against a plain list of calls with their times: whatever the traffic, the window is the running part of ten
    /// seconds and the five before it, read at every step.
    @Test
    void theWindowIsWhatAListOfCallsSays() {
        SplittableRandom random = new SplittableRandom(7);
        long origin = now.get();
        Deque<Long> calls = new ArrayDeque<>();
        for (int step = 0; step < 5_000; step++) {
            meter.recent();
            int traffic = random.nextInt(4);
            for (int i = 0; i < traffic; i++) {
                call(0, false);
                calls.add(part(origin));
            }
            long current = part(origin);
            calls.removeIf(part -> part <= current - SlidingWindow.PARTS);
            assertThat(meter.recent().predictions()).isEqualTo(calls.size());
            passSeconds(random.nextInt(20) == 0 ? random.nextInt(200) : random.nextInt(5));
        }
    }

    private long part(long origin) {
        return (now.get() - origin) / TimeUnit.SECONDS.toNanos(60 / SlidingWindow.PARTS);
    }

    private void call(long millis, boolean fails) {
        long begun = meter.begin();
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        long unused = fails ? meter.failed(begun, ErrorKind.FAILED) : meter.succeeded(begun);
    }

    private void passSeconds(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
