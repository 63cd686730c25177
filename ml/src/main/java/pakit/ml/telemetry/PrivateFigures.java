package pakit.ml.telemetry;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import pakit.error.PakitException;
import pakit.ml.privacy.PrivacyBudget;

/// Figures with noise, and what is left of the budget. Which of them there are depends on what was asked for only:
/// where there were no events stands a figure too. One event is in one figure at most, so all of them together cost
/// what one does (parallel composition).
///
/// @param what `events`, or the number that was added up
public record PrivateFigures(String what, List<Figure> figures, PrivacyBudget.Standing budget) {
    /// @param from when the stretch begins
    /// @param value may be negative: that is the noise
    public record Figure(Instant from, String kind, BigInteger value) {}

    public PrivateFigures {
        figures = List.copyOf(figures);
    }

    /// Told of all events since the order's time.
    static final class Builder implements Consumer<TelemetryEvent> {
        private static final int FIGURES_MAX = 10_000;

        private final PrivateOrder order;
        private final List<EventKind> kinds;
        private final long firstSecond;
        private final long bucketSeconds;
        private final BigInteger[][] sums;

        Builder(PrivateOrder order, Instant now) {
            this.order = order;
            this.kinds = order.kinds().stream().sorted().toList();
            this.bucketSeconds = order.bucket().toSeconds();
            long since = order.since().getEpochSecond();
            this.firstSecond = since - Math.floorMod(since, bucketSeconds);
            long stretches = Math.ceilDiv(now.getEpochSecond() - firstSecond + 1, bucketSeconds);
            if (stretches < 1 || stretches > FIGURES_MAX / kinds.size()) {
                throw new PakitException.Invalid("that is " + stretches + " stretches of time for " + kinds.size()
                        + " kinds, expected 1 to " + FIGURES_MAX / kinds.size()
                        + ": name a time since when, or longer stretches");
            }
            sums = new BigInteger[(int) stretches][kinds.size()];
            Arrays.stream(sums).forEach(row -> Arrays.fill(row, BigInteger.ZERO));
        }

        @Override
        public void accept(TelemetryEvent event) {
            long stretch = Math.floorDiv(event.at().getEpochSecond() - firstSecond, bucketSeconds);
            int kind = kinds.indexOf(EventKind.of(event));
            if (stretch >= 0 && stretch < sums.length && kind >= 0) {
                BigInteger[] row = sums[(int) stretch];
                row[kind] = row[kind].add(BigInteger.valueOf(worth(event)));
            }
        }

        private long worth(TelemetryEvent event) {
            if (order.sum() == null) {
                return 1;
            }
            for (EventColumn column : EventKind.of(event).columns()) {
                if (column.name().equals(order.sum()) && column.of(event) instanceof Number number) {
                    return Math.clamp(number.longValue(), 0, order.max());
                }
            }
            return 0;
        }

        PrivateFigures release(PrivacyBudget budget) {
            List<BigInteger> exact = Arrays.stream(sums).flatMap(Arrays::stream).toList();
            List<BigInteger> noisy = order.noise().release(exact, order.sensitivity(), budget);
            List<Figure> figures = new ArrayList<>();
            for (int i = 0; i < noisy.size(); i++) {
                Instant from = Instant.ofEpochSecond(firstSecond + i / kinds.size() * bucketSeconds);
                figures.add(new Figure(from, kinds.get(i % kinds.size()).label(), noisy.get(i)));
            }
            return new PrivateFigures(order.sum() == null ? "events" : order.sum(), figures, budget.standing());
        }
    }
}
