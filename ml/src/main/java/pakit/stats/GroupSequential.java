package pakit.stats;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Bounds for a test that is looked at a few planned times: two-sided, symmetric, by error spending (Lan and DeMets
/// 1983). Tighter than an always-valid test at the planned looks, and worthless between them.
///
/// The chance to cross a bound for the first time is found by recursive integration over the score process, as in
/// Armitage, McPherson and Rowe 1969; Jennison and Turnbull 2000, chapter 19.
public final class GroupSequential {
    /// How much of the error rate may be used up at a share `t` of the planned evidence.
    public enum Spending {
        /// Hardly anything early: the classic bound of O'Brien and Fleming 1979.
        OBRIEN_FLEMING {
            @Override
            double spent(double t, double alpha) {
                return 4 * NORMAL.survivalProbability(NORMAL.inverseSurvivalProbability(alpha / 4) / Math.sqrt(t));
            }
        },
        /// About the same at every look: Pocock 1977.
        POCOCK {
            @Override
            double spent(double t, double alpha) {
                return alpha * Math.log1p((Math.E - 1) * t);
            }
        };

        abstract double spent(double t, double alpha);
    }

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int INTERVALS = 600; // even, for Simpson's rule
    private static final double BOUND_MAX = 12;
    private static final int BISECTIONS = 60;

    private GroupSequential() {}

    /// Bounds on the absolute z-score, one per look.
    ///
    /// @param fractions of the planned evidence at each look: increasing, above 0 and at most 1
    public static double[] bounds(double[] fractions, double alpha, Spending spending) {
        check(fractions, alpha);
        double[] bounds = new double[fractions.length];
        Walk walk = new Walk(0, new double[] {0}, new double[] {1});
        double spentBefore = 0;
        for (int look = 0; look < bounds.length; look++) {
            double spent = Math.min(alpha, spending.spent(fractions[look], alpha));
            bounds[look] = bound(walk, fractions[look], spent - spentBefore);
            walk = walk.to(fractions[look], bounds[look] * Math.sqrt(fractions[look]));
            spentBefore = spent;
        }
        return bounds;
    }

    /// Where the paths that have not crossed yet are at time `t`: a density on a grid, its integration weights
    /// included.
    private record Walk(double t, double[] places, double[] masses) {
        /// Chance to lie beyond ±`limit` at `next`.
        double crossing(double next, double limit) {
            double deviation = Math.sqrt(next - t);
            return sum(x -> NORMAL.survivalProbability((limit - x) / deviation)
                    + NORMAL.cumulativeProbability((-limit - x) / deviation));
        }

        /// The same walk at `next`, without the paths that crossed ±`limit`.
        Walk to(double next, double limit) {
            double deviation = Math.sqrt(next - t);
            double step = 2 * limit / INTERVALS;
            double[] grid = new double[INTERVALS + 1];
            double[] mass = new double[INTERVALS + 1];
            for (int i = 0; i <= INTERVALS; i++) {
                double y = -limit + i * step;
                double simpson = i == 0 || i == INTERVALS ? 1 : i % 2 == 1 ? 4 : 2;
                grid[i] = y;
                mass[i] = simpson * step / 3 * sum(x -> NORMAL.density((y - x) / deviation) / deviation);
            }
            return new Walk(next, grid, mass);
        }

        private double sum(DoubleUnaryOperator function) {
            double sum = 0;
            for (int i = 0; i < places.length; i++) {
                sum += masses[i] * function.applyAsDouble(places[i]);
            }
            return sum;
        }
    }

    private static double bound(Walk walk, double t, double toSpend) {
        double low = 0;
        double high = BOUND_MAX;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (walk.crossing(t, middle * Math.sqrt(t)) > toSpend) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static void check(double[] fractions, double alpha) {
        double before = 0;
        for (double fraction : fractions) {
            if (!(fraction > before && fraction <= 1)) {
                throw new IllegalArgumentException(
                        "looks must come at increasing shares of the evidence, above 0 and at most 1, found "
                                + Arrays.toString(fractions));
            }
            before = fraction;
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must lie between 0 and 1, found " + alpha);
        }
    }
}
