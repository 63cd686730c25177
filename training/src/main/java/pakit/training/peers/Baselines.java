package pakit.training.peers;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The ways to choose peers that are in use or published, each as its source has it. They learn per peer and client,
/// wait three seconds and do not hedge.
final class Baselines {
    private Baselines() {}

    /// Anybody.
    static final class Uniform implements PeerPolicy {
        private final SplittableRandom random;

        Uniform(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public Choice choose(int[] candidates, double nowMs) {
            return Choice.of(shuffled(candidates, random));
        }
    }

    /// One after the other.
    static final class RoundRobin implements PeerPolicy {
        private int turn;

        @Override
        public Choice choose(int[] candidates, double nowMs) {
            int from = turn++ % candidates.length;
            int[] order = new int[candidates.length];
            Arrays.setAll(order, i -> candidates[(from + i) % candidates.length]);
            return Choice.of(order);
        }
    }

    /// The lowest moving average, unknown peers first.
    static final class Ewma implements PeerPolicy {
        private final SplittableRandom random;
        private final Averages averages;

        Ewma(int peers, long seed) {
            random = new SplittableRandom(seed);
            averages = new Averages(peers);
        }

        @Override
        public Choice choose(int[] candidates, double nowMs) {
            return Choice.of(byScore(shuffled(candidates, random), averages::latencyOrZero));
        }

        @Override
        public void answered(int peer, double latencyMs, Report report, double nowMs) {
            averages.latency(peer, latencyMs);
        }

        @Override
        public void failed(int peer, double waitedMs, double nowMs) {
            averages.latency(peer, waitedMs);
        }
    }

    /// The better of two drawn ones, by peak-sensitive average times requests under way (Finagle's P2C peak EWMA).
    static final class PowerOfTwo implements PeerPolicy {
        private static final double DECAY_MS = 10_000;

        private final SplittableRandom random;
        private final double[] costs;
        private final double[] atMs;
        private final int[] inFlight;

        PowerOfTwo(int peers, long seed) {
            random = new SplittableRandom(seed);
            costs = new double[peers];
            atMs = new double[peers];
            inFlight = new int[peers];
        }

        @Override
        public Choice choose(int[] candidates, double nowMs) {
            int[] order = shuffled(candidates, random);
            if (order.length > 1 && load(order[1]) < load(order[0])) {
                int better = order[1];
                order[1] = order[0];
                order[0] = better;
            }
            return Choice.of(order);
        }

        private double load(int peer) {
            return costs[peer] * (inFlight[peer] + 1);
        }

        @Override
        public void sent(int peer, double nowMs) {
            inFlight[peer]++;
        }

        @Override
        public void answered(int peer, double latencyMs, Report report, double nowMs) {
            ended(peer, latencyMs, nowMs);
            inFlight[peer]--;
        }

        @Override
        public void failed(int peer, double waitedMs, double nowMs) {
            ended(peer, waitedMs, nowMs);
            inFlight[peer]--;
        }

        @Override
        public void late(int peer, double latencyMs, Report report, double nowMs) {
            ended(peer, latencyMs, nowMs);
        }

        private void ended(int peer, double latencyMs, double nowMs) {
            double kept = Math.exp(-(nowMs - atMs[peer]) / DECAY_MS);
            costs[peer] = latencyMs > costs[peer] ? latencyMs : costs[peer] * kept + latencyMs * (1 - kept);
            atMs[peer] = nowMs;
        }
    }

    static int[] shuffled(int[] peers, SplittableRandom random) {
        int[] order = peers.clone();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    /// Sorts `peers` in place, least first, the order of equals kept.
    static int[] byScore(int[] peers, java.util.function.IntToDoubleFunction score) {
        double[] scores = Arrays.stream(peers).mapToDouble(score).toArray();
        for (int i = 1; i < peers.length; i++) {
            int peer = peers[i];
            double own = scores[i];
            int j = i;
            for (; j > 0 && scores[j - 1] > own; j--) {
                peers[j] = peers[j - 1];
                scores[j] = scores[j - 1];
            }
            peers[j] = peer;
            scores[j] = own;
        }
        return peers;
    }

    /// Moving averages of latency, one a peer.
    static final class Averages {
        static final double NEW = 0.3;

        private final double[] ms;

        Averages(int peers) {
            ms = new double[peers];
        }

        void latency(int peer, double latencyMs) {
            ms[peer] = ms[peer] == 0 ? latencyMs : ms[peer] + NEW * (latencyMs - ms[peer]);
        }

        /// 0 for a peer that was never asked, so that it is.
        double latencyOrZero(int peer) {
            return ms[peer];
        }
    }
}
