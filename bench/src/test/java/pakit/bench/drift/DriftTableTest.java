package pakit.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Short plays with fixed seeds, whose bounds are loose: the figures are in docs/benchmarks.md.
class DriftTableTest {
    private static final DriftCase.Extent SHORT = new DriftCase.Extent(60_000, 3, 4_000, 20_000);

    static Stream<DriftCase> played() {
        return DriftTable.cases().stream().filter(played -> played.extent().before() == SHORT.before());
    }

    @ParameterizedTest
    @MethodSource("played")
    void shiftsAreNoticedAndHardlyAnythingElseIs(DriftCase played) {
        DriftCase.Figures figures = played.play(SHORT);
        assertThat(figures.quiet()).isEqualTo(SHORT.quiet());
        assertThat(figures.alarms()).as("false alarms").isLessThanOrEqualTo(2);
        assertThat(figures.delays()).hasSize(SHORT.shifts());
        assertThat(figures.delay(1)).as("longest delay").isBetween(1L, 6_000L);
        if (played.watched().equals(DriftCase.COLUMNS)) {
            assertThat(figures.alarms()).isZero();
            assertThat(figures.delay(1)).isLessThanOrEqualTo(2_500);
        }
    }

    @Test
    void figuresAreOfADayAndOfTheDelaysInOrder() {
        DriftCase.Figures figures = new DriftCase.Figures(1_000, 2, List.of(1L, 2L, 3L, 40L), 4);
        assertThat(figures.alarmsADay(0.1)).isEqualTo(17.28);
        assertThat(figures.delay(0.5)).isEqualTo(2);
        assertThat(figures.delay(0.95)).isEqualTo(40);
    }
}
