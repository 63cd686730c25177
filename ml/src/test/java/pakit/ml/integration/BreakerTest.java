package pakit.ml.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final IllegalStateException BROKEN = new IllegalStateException("broken");

    private static final long SLOW = BreakerSettings.DEFAULT.slowCall().toNanos() + 1;

    private final AtomicLong now = new AtomicLong(1_000);
    private final FallbackManager fallback =
            new FallbackManager(BreakerSettings.DEFAULT, now::get, () -> Instant.EPOCH.plusNanos(now.get()));
    private final Breaker breaker = fallback.breaker("m");

    @Test
    void fewFailuresAreNotJudged() {
        fail(19);
        assertThat(fallback.state("m")).isEqualTo("CLOSED");
        assertThat(fallback.isHealthy("m")).isTrue();
    }

    @Test
    void halfOfTwentyCallsFailingOpensIt() {
        succeed(10);
        fail(10);
        assertThat(fallback.state("m")).isEqualTo("OPEN");
        assertThat(fallback.isHealthy("m")).isFalse();
        assertThat(breaker.tryAcquire()).isNull();
        assertThat(fallback.modelHealth("m"))
                .isEqualTo(new BreakerHealth("OPEN", false, Instant.EPOCH.plusNanos(1_000), 0.5, 10, 10));
    }

    @Test
    void onlyTheLastHundredCallsCount() {
        fail(9);
        succeed(100);
        fail(49);
        assertThat(fallback.state("m")).isEqualTo("CLOSED");
        fail(1);
        assertThat(fallback.state("m")).isEqualTo("OPEN");
        assertThat(fallback.modelHealth("m").failures()).isEqualTo(59);
    }

    @Test
    void aLateSuccessCanMakeTheFirstWindowLargeEnoughToOpenIt() {
        fail(19);
        succeed(1);
        assertThat(fallback.state("m")).isEqualTo("OPEN");
    }

    @Test
    void slowCallsOpenItToo() {
        slow(20);
        assertThat(fallback.state("m")).isEqualTo("OPEN");
    }

    @Test
    void oneSlowSampleMakesItTimeEveryCall() {
        succeed(100);
        Permit permit = Objects.requireNonNull(breaker.tryAcquire());
        assertThat(permit.begin()).isEqualTo(Permit.NOT_TIMED);
        permit.succeeded(Permit.NOT_TIMED, SLOW);
        assertThat(permit.begin()).isEqualTo(now.get());
        slow(18);
        assertThat(fallback.state("m")).isEqualTo("CLOSED");
        slow(1);
        assertThat(fallback.state("m")).isEqualTo("OPEN");
    }

    @Test
    void aCloseLookEndsWhenAWholeWindowWentWell() {
        succeed(100);
        Permit permit = Objects.requireNonNull(breaker.tryAcquire());
        permit.succeeded(Permit.NOT_TIMED, SLOW);
        fail(1);
        succeed(99);
        assertThat(permit.begin()).isEqualTo(now.get());
        succeed(1);
        assertThat(permit.begin()).isEqualTo(Permit.NOT_TIMED);
    }

    @Test
    void callsThatWentWellBeforeCountAgainstLaterFailures() {
        succeed(1_000);
        fail(49);
        assertThat(fallback.state("m")).isEqualTo("CLOSED");
        assertThat(fallback.modelHealth("m").successRate()).isEqualTo(0.51);
        fail(1);
        assertThat(fallback.state("m")).isEqualTo("OPEN");
    }

    @Test
    void afterTheWaitTenGoodCallsCloseIt() {
        fail(20);
        pass(BreakerSettings.DEFAULT.openFor().plusNanos(1));
        assertThat(fallback.isHealthy("m")).isTrue();
        succeed(9);
        assertThat(fallback.state("m")).isEqualTo("HALF_OPEN");
        succeed(1);
        assertThat(fallback.state("m")).isEqualTo("CLOSED");
    }

    @Test
    void afterTheWaitTenBadCallsOpenItAgain() {
        fail(20);
        pass(BreakerSettings.DEFAULT.openFor().plusNanos(1));
        fail(10);
        assertThat(fallback.state("m")).isEqualTo("OPEN");
        assertThat(fallback.isHealthy("m")).isFalse();
        pass(BreakerSettings.DEFAULT.openFor().minusNanos(1));
        assertThat(breaker.tryAcquire()).isNull();
    }

    @Test
    void halfOpenLetsNoMoreThanTenThrough() {
        fail(20);
        pass(BreakerSettings.DEFAULT.openFor().plusNanos(1));
        for (int i = 0; i < 10; i++) {
            assertThat(breaker.tryAcquire()).isNotNull();
        }
        assertThat(breaker.tryAcquire()).isNull();
    }

    @Test
    void afterTheWaitSlowTrialsOpenItAgain() {
        fail(20);
        pass(BreakerSettings.DEFAULT.openFor());
        succeed(5);
        slow(5);
        assertThat(fallback.state("m")).isEqualTo("OPEN");
    }

    @Test
    void trialsThatNeverEndCountAsSlow() {
        fail(20);
        pass(BreakerSettings.DEFAULT.openFor());
        Permit lost = Objects.requireNonNull(breaker.tryAcquire());
        for (int i = 1; i < 10; i++) {
            assertThat(breaker.tryAcquire()).isNotNull();
        }
        pass(BreakerSettings.DEFAULT.openFor().minusNanos(1));
        assertThat(breaker.tryAcquire()).isNull();
        assertThat(fallback.state("m")).isEqualTo("HALF_OPEN");
        pass(Duration.ofNanos(1));
        assertThat(breaker.tryAcquire()).isNull();
        assertThat(fallback.state("m")).isEqualTo("OPEN");
        lost.succeeded(now.get(), -1);
        assertThat(fallback.state("m")).isEqualTo("OPEN");
    }

    @Test
    void whatComesBackAfterTheStateWasLeftChangesNothing() {
        Permit early = Objects.requireNonNull(breaker.tryAcquire());
        fail(20);
        pass(BreakerSettings.DEFAULT.openFor());
        succeed(10);
        for (int i = 0; i < 100; i++) {
            early.failed(Permit.NOT_TIMED, -1, BROKEN);
        }
        assertThat(fallback.state("m")).isEqualTo("CLOSED");
        assertThat(fallback.modelHealth("m").recentFailures()).isZero();
        assertThat(fallback.modelHealth("m").failures()).isEqualTo(120);
    }

    @Test
    void forcedOpenNobodyAsksUntilItIsReset() {
        fallback.forceOpen("m");
        pass(BreakerSettings.DEFAULT.openFor().multipliedBy(2));
        assertThat(breaker.tryAcquire()).isNull();
        assertThat(fallback.isHealthy("m")).isFalse();
        assertThat(fallback.modelHealth("m").forced()).isTrue();
        assertThat(fallback.state("m")).isEqualTo("OPEN");
        fallback.resetCircuitBreaker("m");
        assertThat(breaker.tryAcquire()).isNotNull();
        assertThat(fallback.modelHealth("m").forced()).isFalse();
    }

    @Test
    void forcedClosedItIsAskedWhateverComesOfIt() {
        fail(20);
        fallback.forceClosed("m");
        fail(500);
        assertThat(fallback.state("m")).isEqualTo("CLOSED");
        assertThat(fallback.isHealthy("m")).isTrue();
        assertThat(fallback.modelHealth("m").failures()).isEqualTo(520);
    }

    @Test
    void healthyCallsAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            succeed(1_000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }

    @Test
    void resetClosesItAndForgetsRecentCalls() {
        fail(20);
        pass(Duration.ofNanos(7));
        fallback.resetCircuitBreaker("m");
        assertThat(fallback.modelHealth("m"))
                .isEqualTo(new BreakerHealth("CLOSED", false, Instant.EPOCH.plusNanos(1_007), 1, 20, 0));
        fail(19);
        assertThat(fallback.state("m")).isEqualTo("CLOSED");
    }

    @Test
    void modelsHaveBreakersOfTheirOwn() {
        fail(20);
        assertThat(fallback.state("other")).isEqualTo("CLOSED");
    }

    @Test
    void settingsOutOfBoundsAreRefused() {
        assertThatThrownBy(() -> new BreakerSettings(10, 20, 0.5, Duration.ofMillis(5), 0.5, Duration.ofSeconds(5), 10))
                .hasMessageContaining("callsMin");
        assertThatThrownBy(() -> new BreakerSettings(100, 20, 0, Duration.ofMillis(5), 0.5, Duration.ofSeconds(5), 10))
                .hasMessageContaining("failureRateMax");
        assertThatThrownBy(() -> new BreakerSettings(100, 20, 0.5, Duration.ZERO, 0.5, Duration.ofSeconds(5), 10))
                .hasMessageContaining("slowCall");
    }

    private void fail(int calls) {
        for (int i = 0; i < calls; i++) {
            Permit permit = Objects.requireNonNull(breaker.tryAcquire());
            permit.failed(permit.begin(), -1, BROKEN);
        }
    }

    private void succeed(int calls) {
        for (int i = 0; i < calls; i++) {
            Permit permit = Objects.requireNonNull(breaker.tryAcquire());
            permit.succeeded(permit.begin(), -1);
        }
    }

    private void slow(int calls) {
        for (int i = 0; i < calls; i++) {
            Permit permit = Objects.requireNonNull(breaker.tryAcquire());
            long begun = permit.begin();
            now.addAndGet(SLOW);
            permit.succeeded(begun, -1);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
