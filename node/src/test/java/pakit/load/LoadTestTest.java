package pakit.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pakit.error.PakitException;
import pakit.node.Results;

@Timeout(60)
class LoadTestTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TwoVersions models = new TwoVersions();

    @Test
    void everyRequestIsSentOnce() {
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        LoadReport report = run(target(seen::add), closed(10_000, 8));
        assertThat(report.requests()).isEqualTo(10_000);
        assertThat(report.succeeded()).isEqualTo(10_000);
        assertThat(report.unsent()).isZero();
        assertThat(report.successRate()).isEqualTo(1);
        assertThat(seen).hasSize(10_000);
        assertThat(report.perSecond()).isPositive();
        assertThat(report.swaps()).isNull();
    }

    @Test
    void fewerRequestsThanCallersAreSentAll() {
        assertThat(run(target(number -> {}), closed(3, 50)).succeeded()).isEqualTo(3);
    }

    @Test
    void percentilesRise() {
        LoadReport.Latency latency = Objects.requireNonNull(
                run(target(number -> {}), closed(5_000, 4)).latencyMs());
        assertThat(new double[] {
                    latency.p50(), latency.p90(), latency.p95(), latency.p99(), latency.p999(), latency.max()
                })
                .isSorted();
        assertThat(latency.avg()).isBetween(0.0, latency.max());
    }

    /// The server stands still for 200 ms once. Callers that wait for their answer see that once; a fifth of those that
    /// come at their own time see it.
    @Test
    void atARateRequestsThatWouldHaveStartedCountAsWaiting() {
        LoadReport report = run(target(LoadTestTest::standStillOnce), atRate(1_000, 1, 1_000));
        assertThat(Objects.requireNonNull(report.latencyMs()).p90()).isGreaterThan(50);
        LoadReport closed = run(target(LoadTestTest::standStillOnce), closed(1_000, 1));
        assertThat(Objects.requireNonNull(closed.latencyMs()).max()).isGreaterThan(190);
        assertThat(closed.latencyMs().p90()).isLessThan(report.latencyMs().p90());
    }

    private static void standStillOnce(long number) {
        if (number == 100) {
            sleep(200);
        }
    }

    @Test
    void theRateIsKept() {
        LoadReport report = run(target(number -> {}), atRate(500, 8, 1_000));
        assertThat(report.succeeded()).isEqualTo(500);
        assertThat(report.perSecond()).isLessThan(1_100);
        assertThat(report.rate()).isEqualTo(1_000);
    }

    @Test
    void failuresAreCountedByKind() {
        LoadReport report =
                run(failing(number -> number % 10 == 0 ? "timeout" : number % 4 == 1 ? "x" : ""), closed(1_000, 4));
        assertThat(report.requests()).isEqualTo(1_000);
        assertThat(report.succeeded()).isEqualTo(650);
        assertThat(report.successRate()).isEqualTo(0.65);
        assertThat(report.failures())
                .isEqualTo(Map.of(
                        "timeout", new LoadReport.Failures(100, "told: timeout"),
                        "x", new LoadReport.Failures(250, "told: x")));
    }

    @Test
    void withoutAnAnswerThereAreNoPercentiles() {
        LoadReport report = run(failing(number -> "gone"), closed(100, 4));
        assertThat(report.latencyMs()).isNull();
        assertThat(report.successRate()).isZero();
        assertThat(report.perSecond()).isZero();
    }

    @Test
    void itEndsWhenItsTimeIsOver() {
        LoadPlan plan = new LoadPlan(
                1_000_000, 2, OptionalDouble.empty(), Optional.empty(), Duration.ZERO, Duration.ofMillis(100));
        LoadReport report = run(target(number -> sleep(20)), plan);
        assertThat(report.unsent()).isEqualTo(1_000_000 - report.requests()).isPositive();
    }

    @Test
    void callersThatWaitForTheirMomentEndWithTheTimeToo() {
        LoadPlan plan =
                new LoadPlan(10, 10, OptionalDouble.of(0.01), Optional.empty(), Duration.ZERO, Duration.ofMillis(100));
        LoadReport report = run(target(number -> {}), plan);
        assertThat(report.requests()).isEqualTo(1);
        assertThat(report.unsent()).isEqualTo(9);
    }

    @Test
    void whatIsSentFirstIsNotCounted() {
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        LoadPlan plan = new LoadPlan(10, 2, OptionalDouble.empty(), Optional.empty(), Duration.ofMillis(50), LONG);
        assertThat(run(target(seen::add), plan).requests()).isEqualTo(10);
        assertThat(seen).hasSizeGreaterThan(10);
    }

    @Test
    void versionsAreSwappedDuringHalfOfTheTestAndPutBack() {
        LoadReport report = run(target(number -> sleep(1)), swapping());
        LoadReport.Swaps swaps = Objects.requireNonNull(report.swaps());
        assertThat(swaps.count()).isPositive();
        assertThat(swaps.failures()).isEmpty();
        assertThat(swaps.steadyMs()).isNotNull();
        assertThat(swaps.swappingMs()).isNotNull();
        assertThat(swaps.p99Ratio()).isPositive();
        assertThat(models.swaps).hasSizeGreaterThan(3).contains("1.0.0", "2.0.0");
        assertThat(models.live).isEqualTo("1.0.0");
        assertThat(report.requests()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void aSwapThatFailsIsCountedByWhatItSays() {
        models.failing = 3;
        LoadReport.Swaps swaps = Objects.requireNonNull(
                run(target(number -> sleep(1)), swapping()).swaps());
        assertThat(swaps.failures()).isEqualTo(Map.of("no swap today", 1L));
        assertThat(models.live).isEqualTo("1.0.0");
    }

    @Test
    void swapsGoToAVersionThatMayGoLive() throws InterruptedException {
        models.versions.addFirst("3.0.0");
        models.versions.addFirst("4.0.0");
        models.versions.addFirst("5.0.0");
        models.validations.put("3.0.0", Results.Version.UNVALIDATED);
        models.validations.put("4.0.0", Results.Version.FAILED);
        models.challenger = "5.0.0";
        run(target(number -> sleep(1)), swapping());
        assertThat(models.swaps).contains("2.0.0").doesNotContain("3.0.0", "4.0.0", "5.0.0");
    }

    @Test
    void theChallengerIsLeftAlone() {
        models.challenger = "2.0.0";
        assertThatThrownBy(() -> run(target(number -> {}), swapping()))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("found only 1.0.0 beside the challenger");
    }

    @Test
    void oneVersionAloneCannotBeSwapped() {
        models.versions.remove("2.0.0");
        assertThatThrownBy(() -> run(target(number -> {}), swapping()))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("two registered versions of m, found only 1.0.0");
    }

    @Test
    void withoutModelsNothingIsSwapped() {
        assertThat(LoadTest.run("m", "test", target(number -> {}), closed(10, 2))
                        .succeeded())
                .isEqualTo(10);
        assertThatThrownBy(() -> LoadTest.run("m", "test", target(number -> {}), swapping()))
                .isInstanceOf(PakitException.Invalid.class);
    }

    @Test
    void plansOutOfBoundsAreRefused() {
        assertThatThrownBy(() -> closed(0, 1)).hasMessageContaining("requests must be at least 1, found 0");
        assertThatThrownBy(() -> closed(1, 1_001)).hasMessageContaining("concurrency must be 1 to 1000, found 1001");
        assertThatThrownBy(() -> atRate(1, 1, 0)).hasMessageContaining("rate");
        assertThatThrownBy(() -> atRate(1, 1, Double.NaN)).hasMessageContaining("rate");
    }

    private LoadReport run(LoadTarget target, LoadPlan plan) {
        return LoadTest.run("m", "test", target, models, plan);
    }

    private static LoadPlan closed(long requests, int concurrency) {
        return new LoadPlan(requests, concurrency, OptionalDouble.empty(), Optional.empty(), Duration.ZERO, LONG);
    }

    private static LoadPlan atRate(long requests, int concurrency, double rate) {
        return new LoadPlan(requests, concurrency, OptionalDouble.of(rate), Optional.empty(), Duration.ZERO, LONG);
    }

    private static LoadPlan swapping() {
        return new LoadPlan(10, 2, OptionalDouble.empty(), Optional.of(Duration.ofMillis(5)), Duration.ZERO, LONG);
    }

    private interface Work {
        void on(long number);
    }

    private interface Mood {
        String at(long number);
    }

    private static LoadTarget target(Work work) {
        return () -> work::on;
    }

    private static LoadTarget failing(Mood mood) {
        return () -> number -> {
            String kind = mood.at(number);
            if (!kind.isEmpty()) {
                throw new LoadTarget.Failed(kind, "told: " + kind);
            }
        };
    }

    /// Not shorter, maybe longer.
    private static void sleep(long millis) {
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
