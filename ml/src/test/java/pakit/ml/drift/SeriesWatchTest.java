package pakit.ml.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One value a second: of the regret spread evenly around its mean, of errors ones and zeros.
class SeriesWatchTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final SplittableRandom random = new SplittableRandom(11);
    private long told;

    @ParameterizedTest
    @EnumSource(WatchedSeries.class)
    void aSuddenRiseIsNoticedByBothAndItsFallEndsIt(WatchedSeries series) {
        SeriesWatch watch = new SeriesWatch(series);
        tell(watch, 3_000, 0.1, series.percentMax);
        assertThat(watch.report().changes()).isEmpty();
        Instant moment = now();
        tell(watch, 800, 0.4, series.percentMax);
        SeriesReport risen = watch.report();
        assertThat(risen.rises()).hasSize(2).allSatisfy(rise -> {
            assertThat(rise.from()).isCloseTo(0.1 * series.percentMax, within(0.05 * series.percentMax));
            assertThat(rise.to()).isCloseTo(0.4 * series.percentMax, within(0.1 * series.percentMax));
            assertThat(Duration.between(moment, rise.since()).abs()).isLessThan(Duration.ofSeconds(300));
            assertThat(Duration.between(moment, rise.at())).isBetween(Duration.ZERO, Duration.ofSeconds(500));
        });
        assertThat(risen.values()).isEqualTo(3_800);
        tell(watch, 800, 0.1, series.percentMax);
        assertThat(watch.report().rises()).isEmpty();
        assertThat(watch.report().changes())
                .hasSize(2)
                .allSatisfy(change -> assertThat(change.isRise()).isFalse());
        for (SeriesWatch.Detector detector : SeriesWatch.Detector.values()) {
            assertThat(watch.noticed(detector)).isEqualTo(2);
        }
    }

    /// In so small steps that two neighbouring stretches hardly differ.
    @Test
    void aSlowRiseIsNoticed() {
        SeriesWatch watch = new SeriesWatch(WatchedSeries.REGRET);
        tell(watch, 2_000, 0.1, 20);
        for (int step = 0; step < 200; step++) {
            tell(watch, 20, 0.1 + 0.3 * step / 200, 20);
        }
        assertThat(watch.report().rises())
                .isNotEmpty()
                .allSatisfy(rise -> assertThat(rise.since()).isAfterOrEqualTo(NOON.plusSeconds(1_900)));
    }

    @ParameterizedTest
    @EnumSource(WatchedSeries.class)
    void streamsWithoutAShiftStayQuiet(WatchedSeries series) {
        for (double level : new double[] {0, 0.02, 0.3, 0.5}) {
            SeriesWatch watch = new SeriesWatch(series);
            tell(watch, 20_000, level, series.percentMax);
            assertThat(watch.report().changes()).as("level " + level).isEmpty();
            assertThat(watch.report().percent()).isCloseTo(level * series.percentMax, within(2.0));
        }
    }

    /// Too small for the sum to notice its end, and too short for the window.
    @Test
    void aRiseThatWentByItselfIsOver() {
        SeriesWatch watch = new SeriesWatch(WatchedSeries.REGRET);
        tell(watch, 2_000, 0, 20);
        for (int i = 0; i < 60 && watch.report().rises().isEmpty(); i++) {
            tell(watch, 1, 1, 20);
        }
        assertThat(watch.report().rises()).isNotEmpty();
        tell(watch, 2 * SeriesWatch.STRETCH, 0, 20);
        assertThat(watch.report().rises()).isEmpty();
    }

    @Test
    void theTimeOfAChangeIsKnownAsFarBackAsTimesAreKept() {
        SeriesWatch watch = new SeriesWatch(WatchedSeries.REGRET);
        tell(watch, 3 * SeriesWatch.TIMES_MAX, 0.1, 20);
        Instant moment = now();
        tell(watch, 200, 0.9, 20);
        assertThat(watch.report().rises())
                .isNotEmpty()
                .allSatisfy(rise ->
                        assertThat(Duration.between(moment, rise.since()).abs()).isLessThan(Duration.ofSeconds(40)));
    }

    @Test
    void ofBlocksThatComeTogetherTheFirstCounts() {
        SeriesWatch watch = new SeriesWatch(WatchedSeries.REGRET);
        for (int i = 0; i < 1_000; i++) {
            watch.add(NOON.plusMillis(10L * i), i % 2);
        }
        assertThat(watch.report().values()).isEqualTo(10);
        watch.add(NOON, 1); // the clock was put back
        assertThat(watch.report().values()).isEqualTo(11);
        SeriesWatch hints = new SeriesWatch(WatchedSeries.FAILED_HINTS);
        hints.add(NOON, 0);
        hints.add(NOON, 0);
        assertThat(hints.report().values()).isEqualTo(2);
    }

    private Instant now() {
        return NOON.plusSeconds(told);
    }

    private void tell(SeriesWatch watch, int values, double share, double percent) {
        for (int i = 0; i < values; i++) {
            watch.add(
                    now(),
                    percent == 100 ? random.nextDouble() < share ? 100 : 0 : 2 * percent * share * random.nextDouble());
            told++;
        }
    }
}
