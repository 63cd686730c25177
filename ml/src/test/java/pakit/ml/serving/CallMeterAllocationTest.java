package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A counted call allocates nothing, the timed ones and the moving of the window included.
class CallMeterAllocationTest {
    private static final int CALLS = 100_000;

    @Test
    void aCallAllocatesNothing() {
        CallMeter meter = new CallMeter(System::nanoTime, Duration.ofMillis(6)); // moves on every millisecond
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) { // the first ones warm up
            long before = threads.getCurrentThreadAllocatedBytes();
            calls(meter);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        assertThat(meter.metrics().predictions()).isEqualTo(20L * CALLS);
        assertThat(meter.metrics().errors()).isEqualTo(20L * CALLS / 100);
    }

    private static void calls(CallMeter meter) {
        for (int i = 0; i < CALLS; i++) {
            long begun = meter.begin();
            long unused = i % 100 == 0 ? meter.failed(begun, ErrorKind.UNUSABLE) : meter.succeeded(begun);
        }
    }
}
