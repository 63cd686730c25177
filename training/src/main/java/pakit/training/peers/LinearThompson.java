package pakit.training.peers;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Thompson sampling with a linear model that all peers of a client share (Agrawal and Goyal 2013): log-latency from
/// the peer's moving average, its reported backlog, requests under way, and recent failures.
final class LinearThompson implements PeerPolicy {
    private static final int FEATURES = 5;
    private static final double NOISE = 0.5;
    private static final double NEW = 0.3;

    private final SplittableRandom random;
    private final double[][] precision = new double[FEATURES][FEATURES];
    private final double[] target = new double[FEATURES];
    private final double[] averageLog;
    private final double[] backlogMs;
    private final double[] failures;
    private final int[] inFlight;
    private final double[][] asked;

    LinearThompson(int peers, long seed) {
        random = new SplittableRandom(seed);
        averageLog = new double[peers];
        Arrays.fill(averageLog, Math.log(100));
        backlogMs = new double[peers];
        failures = new double[peers];
        inFlight = new int[peers];
        asked = new double[peers][];
        for (int i = 0; i < FEATURES; i++) {
            precision[i][i] = 1;
        }
    }

    @Override
    public Choice choose(int[] candidates, double nowMs) {
        double[] drawn = draw();
        return Choice.of(Baselines.byScore(Baselines.shuffled(candidates, random), peer -> dot(drawn, features(peer))));
    }

    private double[] features(int peer) {
        return new double[] {
            1, averageLog[peer], Math.log1p(backlogMs[peer]), inFlight[peer], failures[peer],
        };
    }

    /// Mean plus noise, by the Cholesky factor of the precision.
    private double[] draw() {
        double[][] lower = new double[FEATURES][FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = precision[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
        }
        double[] half = new double[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            double sum = target[i];
            for (int k = 0; k < i; k++) {
                sum -= lower[i][k] * half[k];
            }
            half[i] = sum / lower[i][i];
        }
        for (int i = 0; i < FEATURES; i++) {
            half[i] += NOISE * random.nextGaussian();
        }
        double[] drawn = new double[FEATURES];
        for (int i = FEATURES - 1; i >= 0; i--) {
            double sum = half[i];
            for (int k = i + 1; k < FEATURES; k++) {
                sum -= lower[k][i] * drawn[k];
            }
            drawn[i] = sum / lower[i][i];
        }
        return drawn;
    }

    @Override
    public void sent(int peer, double nowMs) {
        asked[peer] = features(peer);
        inFlight[peer]++;
    }

    @Override
    public void answered(int peer, double latencyMs, Report report, double nowMs) {
        inFlight[peer]--;
        late(peer, latencyMs, report, nowMs);
    }

    @Override
    public void late(int peer, double latencyMs, Report report, double nowMs) {
        learn(peer, Math.log(latencyMs));
        backlogMs[peer] = report.backlogMs();
        failures[peer] *= 1 - NEW;
    }

    @Override
    public void failed(int peer, double waitedMs, double nowMs) {
        inFlight[peer]--;
        learn(peer, Math.log(2 * waitedMs));
        failures[peer] += NEW * (1 - failures[peer]);
    }

    private void learn(int peer, double log) {
        double[] x = asked[peer];
        for (int i = 0; i < FEATURES; i++) {
            for (int j = 0; j < FEATURES; j++) {
                precision[i][j] += x[i] * x[j];
            }
            target[i] += x[i] * log;
        }
        averageLog[peer] += NEW * (log - averageLog[peer]);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
