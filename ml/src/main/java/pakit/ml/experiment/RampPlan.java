package pakit.ml.experiment;

import java.time.Duration;
import java.util.List;
import pakit.error.PakitException;

/// How treatment's share of the traffic grows.
///
/// @param shares of each step, 0 to 1, increasing; 1 stands for promotion, and whether it is listed or not, promotion
///     is what comes after the last step
/// @param stepMin how long a step takes at least
/// @param eventsMin how many events each arm must have seen in a step before anything but harm is concluded: what a
///     larger share does to a node is not seen at a smaller one
/// @param promotion what the primary metrics must show
public record RampPlan(List<Double> shares, Duration stepMin, long eventsMin, Promotion promotion) {
    public static final List<Double> USUAL_SHARES = List.of(0.05, 0.25, 0.5, 1.0);

    /// What is asked of an experiment that a person steers: a thousand events an arm, and proof.
    static final RampPlan BY_HAND = new RampPlan(List.of(0.5, 1.0), Duration.ZERO, 1_000, Promotion.IF_BETTER);

    /// What is asked of the primary metrics.
    public enum Promotion {
        /// Proven better.
        IF_BETTER,
        /// Proven not to be worse by more than the margin.
        IF_NOT_WORSE
    }

    public RampPlan {
        shares = List.copyOf(shares);
        double before = 0;
        for (double share : shares) {
            if (!(share > before && share <= 1)) {
                throw new PakitException.Invalid(
                        "a ramp's steps must increase, above 0 % and up to 100 %, found " + percents(shares));
            }
            before = share;
        }
        if (shares.isEmpty() || shares.getFirst() == 1) {
            throw new PakitException.Invalid(
                    "a ramp needs a step below 100 %, or nothing is left to compare with, found " + percents(shares));
        }
        if (stepMin.isNegative() || eventsMin < 2) {
            throw new PakitException.Invalid(
                    "a ramp's steps need a time of 0 or more and at least 2 events an arm, found " + stepMin + " and "
                            + eventsMin);
        }
    }

    /// The steps in which both arms have traffic.
    List<Double> sharedSteps() {
        return shares.getLast() == 1 ? shares.subList(0, shares.size() - 1) : shares;
    }

    private static List<String> percents(List<Double> shares) {
        return shares.stream().map(share -> "%.4g".formatted(100 * share)).toList();
    }
}
