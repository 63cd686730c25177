package pakit.ml.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final IllegalStateException BROKEN = new IllegalStateException("broken");

    private final AtomicLong now = new AtomicLong(1_000);
    private final FallbackManager fallback = new FallbackManager(BreakerSettings.DEFAULT, now::get);
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
        assertThat(fallback.modelHealth("m")).isEqualTo(new BreakerHealth("OPEN", 0.5, 10, 10));
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
    void slowCallsOpenItToo() {
        for (int i = 0; i < 20; i++) {
            Permit permit = Objects.requireNonNull(breaker.tryAcquire());
            now.addAndGet(Duration.ofMillis(6).toNanos());
            permit.succeeded();
        }
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
    void resetClosesItAndForgetsRecentCalls() {
        fail(20);
        fallback.resetCircuitBreaker("m");
        assertThat(fallback.modelHealth("m")).isEqualTo(new BreakerHealth("CLOSED", 1, 20, 0));
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
            Objects.requireNonNull(breaker.tryAcquire()).failed(BROKEN);
        }
    }

    private void succeed(int calls) {
        for (int i = 0; i < calls; i++) {
            Objects.requireNonNull(breaker.tryAcquire()).succeeded();
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
