package pakit.training.peers;

import java.util.Random;

/// Thompson sampling of a share of successes, where success is an answer within half a second: what the first design of
/// Pakit's peer selector was.
final class BetaThompson implements PeerPolicy {
    private static final double GOOD_MS = 500;

    private final Random random;
    private final double[] good;
    private final double[] bad;

    BetaThompson(int peers, long seed) {
        random = new Random(seed);
        good = new double[peers];
        bad = new double[peers];
    }

    @Override
    public Choice choose(int[] candidates, double nowMs) {
        return Choice.of(Baselines.byScore(candidates.clone(), peer -> -beta(good[peer] + 1, bad[peer] + 1)));
    }

    private double beta(double a, double b) {
        double x = gamma(a);
        return x / (x + gamma(b));
    }

    /// Marsaglia and Tsang 2000, for shapes of at least 1.
    private double gamma(double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    @Override
    public void answered(int peer, double latencyMs, Report report, double nowMs) {
        if (latencyMs < GOOD_MS) {
            good[peer]++;
        } else {
            bad[peer]++;
        }
    }

    @Override
    public void failed(int peer, double waitedMs, double nowMs) {
        bad[peer]++;
    }
}
