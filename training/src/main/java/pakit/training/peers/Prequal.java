package pakit.training.peers;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Probes instead of history (Wydrowski et al., Prequal, NSDI 2024): three random probes a request, hot and cold by
/// requests in flight, the coldest latency among the cold. Made for data centres with random candidates; here
/// candidates differ from request to request, so what a probe told is kept by peer, for thirty seconds.
final class Prequal implements PeerPolicy {
    static final int PROBES = 3;

    private static final double AGE_MS_MAX = 30_000;
    private static final double HOT_QUANTILE = 0.84;

    private final SplittableRandom random;
    private final double[] latencyMs;
    private final double[] roundTripMs;
    private final int[] inFlight;
    private final double[] atMs;
    private final int probes;

    /// @param probes with each request; published is [#PROBES]
    Prequal(int peers, int probes, long seed) {
        this.probes = probes;
        random = new SplittableRandom(seed);
        latencyMs = new double[peers];
        roundTripMs = new double[peers];
        inFlight = new int[peers];
        atMs = new double[peers];
        Arrays.fill(atMs, Double.NEGATIVE_INFINITY);
    }

    @Override
    public Choice choose(int[] candidates, double nowMs) {
        int[] known = Arrays.stream(candidates)
                .filter(peer -> nowMs - atMs[peer] <= AGE_MS_MAX)
                .toArray();
        int[] load = Arrays.stream(known).map(peer -> inFlight[peer]).sorted().toArray();
        int hot = load.length == 0 ? 0 : load[(int) (HOT_QUANTILE * (load.length - 1))];
        int[] order = Baselines.byScore(Baselines.shuffled(candidates, random), peer -> {
            if (nowMs - atMs[peer] > AGE_MS_MAX) {
                return 1e9;
            }
            return inFlight[peer] > hot ? 1e6 + inFlight[peer] : latencyMs[peer];
        });
        int[] drawn = Baselines.shuffled(candidates, random);
        return Choice.of(order).withProbes(Arrays.copyOf(drawn, Math.min(probes, drawn.length)));
    }

    @Override
    public void probed(int peer, double tripMs, Report report, double nowMs) {
        roundTripMs[peer] = tripMs;
        learn(peer, tripMs, report, nowMs);
    }

    @Override
    public void answered(int peer, double tookMs, Report report, double nowMs) {
        if (roundTripMs[peer] > 0) {
            learn(peer, roundTripMs[peer], report, nowMs);
        }
    }

    private void learn(int peer, double tripMs, Report report, double nowMs) {
        latencyMs[peer] = tripMs + report.backlogMs() + report.serviceMs();
        inFlight[peer] = report.inFlight();
        atMs[peer] = nowMs;
    }

    @Override
    public void failed(int peer, double waitedMs, double nowMs) {
        atMs[peer] = Double.NEGATIVE_INFINITY;
    }
}
