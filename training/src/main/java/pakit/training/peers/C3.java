package pakit.training.peers;

import java.util.SplittableRandom;

/// Cubic replica selection (Suresh et al., C3, NSDI 2015): response time less service time, and the cube of the queue
/// that is expected when all clients act alike. Without its rate control: nobody's rate comes near.
final class C3 implements PeerPolicy {
    private final SplittableRandom random;
    private final int clients;
    private final Baselines.Averages averages;
    private final double[] queue;
    private final double[] serviceMs;
    private final int[] inFlight;

    C3(int peers, long seed) {
        random = new SplittableRandom(seed);
        clients = peers;
        averages = new Baselines.Averages(peers);
        queue = new double[peers];
        serviceMs = new double[peers];
        inFlight = new int[peers];
    }

    @Override
    public Choice choose(int[] candidates, double nowMs) {
        return Choice.of(Baselines.byScore(Baselines.shuffled(candidates, random), this::score));
    }

    private double score(int peer) {
        double expected = 1 + (double) inFlight[peer] * clients + queue[peer];
        return averages.latencyOrZero(peer) - serviceMs[peer] + expected * expected * expected * serviceMs[peer];
    }

    @Override
    public void sent(int peer, double nowMs) {
        inFlight[peer]++;
    }

    @Override
    public void answered(int peer, double latencyMs, Report report, double nowMs) {
        inFlight[peer]--;
        late(peer, latencyMs, report, nowMs);
    }

    @Override
    public void late(int peer, double latencyMs, Report report, double nowMs) {
        averages.latency(peer, latencyMs);
        queue[peer] += Baselines.Averages.NEW * (report.inFlight() - queue[peer]);
        serviceMs[peer] = serviceMs[peer] == 0
                ? report.serviceMs()
                : serviceMs[peer] + Baselines.Averages.NEW * (report.serviceMs() - serviceMs[peer]);
    }

    @Override
    public void failed(int peer, double waitedMs, double nowMs) {
        inFlight[peer]--;
        averages.latency(peer, waitedMs);
    }
}
