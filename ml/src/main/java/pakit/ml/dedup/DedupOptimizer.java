package pakit.ml.dedup;

import java.util.Arrays;

/// Predicts what share of a block's record another base would save, from attempts that were made before, and keeps
/// account of whether following it pays.
///
/// A linear model, fitted by recursive least squares with forgetting (Haykin, Adaptive Filter Theory, ch. 10): each
/// attempt counts [#FORGETTING] times as much as the one after it, so about the last two thousand count. Before it
/// learns from an attempt it says what it would have done with it; what that would have earned, in bytes saved less the
/// price of the time, is averaged with the same forgetting. While the lower end of that mean's interval is not positive
/// it abstains: the rule that needs no model is then as good.
///
/// Learning is for one thread at a time; [#state] is what to serve from and to keep.
public final class DedupOptimizer {
    static final double FORGETTING = 0.9995;

    /// Fewer attempts than this say nothing about earnings.
    static final int ATTEMPTS_MIN = 200;

    /// One-sided 95 %.
    private static final double QUANTILE = 1.645;

    /// The prior: weights of 0, with this variance each.
    private static final double VARIANCE_MAX = 100;

    private final int size = DedupFeatures.schema().size() + 1;
    private final double[] weights;
    private final double[][] covariance;
    private Earnings earnings;

    /// What following the advice would have earned.
    ///
    /// @param attempts how many were learnt from
    /// @param followed in how many of them it would have advised the attempt
    /// @param mean net bytes an attempt, recent ones counting more
    /// @param square mean of their squares
    public record Earnings(long attempts, long followed, double mean, double square) {
        static final Earnings NONE = new Earnings(0, 0, 0, 0);

        public Earnings {
            if (attempts < 0
                    || followed < 0
                    || followed > attempts
                    || !Double.isFinite(mean)
                    || !(square >= 0 && square < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("earnings cannot be: " + followed + " of " + attempts
                        + " attempts followed, mean " + mean + ", mean square " + square);
            }
        }

        Earnings with(boolean follows, double net) {
            double rate = Math.max(1 - FORGETTING, 1.0 / (attempts + 1));
            return new Earnings(
                    attempts + 1,
                    followed + (follows ? 1 : 0),
                    mean + rate * (net - mean),
                    square + rate * (net * net - square));
        }

        /// Below what the mean is with a chance of 5 %.
        public double low() {
            double counted = Math.min(attempts, (1 + FORGETTING) / (1 - FORGETTING));
            double variance = Math.max(0, square - mean * mean);
            return counted == 0 ? 0 : mean - QUANTILE * Math.sqrt(variance / counted);
        }

        /// Whether following it was worth nothing so far.
        public boolean abstains() {
            return attempts < ATTEMPTS_MIN || low() <= 0;
        }
    }

    /// One that has learnt nothing.
    public DedupOptimizer() {
        this.weights = new double[size];
        this.covariance = new double[size][size];
        this.earnings = Earnings.NONE;
        for (int i = 0; i < size; i++) {
            covariance[i][i] = VARIANCE_MAX;
        }
    }

    /// One that goes on from a kept state.
    public DedupOptimizer(DedupState state) {
        this.weights = state.weights().clone();
        this.covariance = Arrays.stream(state.covariance()).map(double[]::clone).toArray(double[][]::new);
        this.earnings = state.earnings();
    }

    public DedupState state() {
        return new DedupState(weights, covariance, earnings);
    }

    /// Judges itself by an attempt, then learns from it.
    public void learn(DedupAttempt attempt) {
        double[] input = input(attempt.row());
        double predicted = dot(weights, input);
        boolean follows = predicted * attempt.defaultBytes() > attempt.priceBytes();
        earnings = earnings.with(follows, follows ? attempt.savedBytes() - attempt.priceBytes() : 0);
        update(input, attempt.savedShare() - predicted);
    }

    private void update(double[] input, double error) {
        double[] spread = new double[size];
        for (int i = 0; i < size; i++) {
            spread[i] = dot(covariance[i], input);
        }
        double scale = FORGETTING + dot(input, spread);
        for (int i = 0; i < size; i++) {
            weights[i] += spread[i] / scale * error;
            for (int j = 0; j <= i; j++) {
                double less = covariance[i][j] - spread[i] * spread[j] / scale;
                covariance[i][j] = less;
                covariance[j][i] = less;
            }
        }
        forget();
    }

    /// Lets the covariance grow, but not where nothing has been seen for long: it would grow without end.
    private void forget() {
        double largest = 0;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, covariance[i][i]);
        }
        if (largest < VARIANCE_MAX) {
            for (double[] row : covariance) {
                for (int i = 0; i < size; i++) {
                    row[i] /= FORGETTING;
                }
            }
        }
    }

    private static double[] input(float[] row) {
        double[] input = new double[row.length + 1];
        input[0] = 1;
        for (int i = 0; i < row.length; i++) {
            input[i + 1] = row[i];
        }
        return input;
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
