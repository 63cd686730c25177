package pakit.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.hint.Found;
import pakit.ml.privacy.Noise;
import pakit.ml.privacy.PrivacyLimits;

class PrivateFiguresTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(3 * 3600 - 1);

    @TempDir
    Path home;

    @Test
    void everyStretchAndKindHasAFigureWhetherOrNotThereWereEvents() {
        try (TelemetryCollector collector = open(new PrivacyLimits(100, 0))) {
            for (int i = 0; i < 1000; i++) {
                collector.record(new TelemetryEvent.BlockRead(NOON.plusSeconds(3700), i, 1000, Found.READ));
            }
            PrivateFigures figures = collector.figures(order("50", null));
            assertThat(figures.figures())
                    .extracting(figure -> figure.from() + figure.kind())
                    .containsExactly(
                            "2026-03-01T12:00:00ZBlockRead",
                            "2026-03-01T12:00:00ZPrefetched",
                            "2026-03-01T13:00:00ZBlockRead",
                            "2026-03-01T13:00:00ZPrefetched",
                            "2026-03-01T14:00:00ZBlockRead",
                            "2026-03-01T14:00:00ZPrefetched");
            assertThat(figures.figures().get(2).value().intValueExact()).isBetween(998, 1002); // but once in e^100
            assertThat(figures.figures().get(4).value().intValueExact()).isBetween(-2, 2);
            assertThat(figures.budget().spent()).isEqualByComparingTo("50");
        }
    }

    @Test
    void oneEventMovesASumByNoMoreThanWasSaid() {
        try (TelemetryCollector collector = open(new PrivacyLimits(100, 0))) {
            collector.record(new TelemetryEvent.BlockRead(NOON, 1, Integer.MAX_VALUE, Found.READ));
            collector.record(new TelemetryEvent.BlockRead(NOON, 2, 10, Found.READ));
            PrivateOrder order = new PrivateOrder(
                    Set.of(EventKind.BLOCK_READ), NOON, Duration.ofHours(1), laplace("60"), "plainBytes", 100);
            assertThat(collector.figures(order).figures().getFirst().value().intValueExact())
                    .isBetween(110 - 100, 110 + 100); // 100 is sixty times the scale
        }
    }

    @Test
    void whatIsSpentIsSpentForTheNextCollectorToo() {
        try (TelemetryCollector collector = open(new PrivacyLimits(1, 0))) {
            collector.figures(order("0.9", null));
        }
        try (TelemetryCollector collector = open(new PrivacyLimits(1, 0))) {
            assertThatThrownBy(() -> collector.figures(order("0.2", null))).isInstanceOf(PakitException.Refused.class);
            assertThat(collector.budget().spent()).isEqualByComparingTo("0.9");
        }
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsPaid() {
        try (TelemetryCollector collector = open(PrivacyLimits.STANDARD)) {
            assertThatThrownBy(() -> order("0.1", "blockHash")).isInstanceOf(PakitException.Invalid.class);
            PrivateOrder tooMany = new PrivateOrder(
                    Set.of(), NOON.minus(Duration.ofDays(900)), Duration.ofSeconds(1), laplace("0.1"), null, 0);
            assertThatThrownBy(() -> collector.figures(tooMany)).isInstanceOf(PakitException.Invalid.class);
            assertThat(collector.budget().releases()).isZero();
        }
    }

    private static PrivateOrder order(String epsilon, @Nullable String sum) {
        return new PrivateOrder(
                Set.of(EventKind.BLOCK_READ, EventKind.PREFETCHED),
                NOON,
                Duration.ofHours(1),
                laplace(epsilon),
                sum,
                1);
    }

    private static Noise laplace(String epsilon) {
        return new Noise.Laplace(new BigDecimal(epsilon));
    }

    private TelemetryCollector open(PrivacyLimits limits) {
        return new TelemetryCollector(
                home.resolve("telemetry.db"), 1 << 14, Retention.STANDARD, limits, () -> LATER, () -> Long.MAX_VALUE);
    }
}
