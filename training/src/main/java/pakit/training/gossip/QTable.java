package pakit.training.gossip;

import java.util.SplittableRandom;

/// The optimizer that came before, as a baseline: Q-learning over fanout 4, 6 or 8 and time to live 8, 10 or 12, with
/// coverage by bytes as the reward. Within one network its state does not change.
final class QTable {
    private static final int[] FANOUTS = {4, 6, 8};
    private static final int[] TTLS = {8, 10, 12};
    private static final double STEP = 0.1;
    private static final double DISCOUNT = 0.9;
    private static final double EXPLORING = 0.1;

    private final double[] values = new double[FANOUTS.length * TTLS.length];
    private final SplittableRandom random;

    QTable(long seed) {
        random = new SplittableRandom(seed);
    }

    Broadcast spread(GossipNetwork network) {
        int action = random.nextDouble() < EXPLORING ? random.nextInt(values.length) : best();
        Broadcast broadcast = network.flood(FANOUTS[action / TTLS.length], TTLS[action % TTLS.length]);
        double reward = broadcast.coverage() * network.world().payloadBytes() / broadcast.bytesPerNode();
        values[action] += STEP * (reward + DISCOUNT * values[best()] - values[action]);
        return broadcast;
    }

    private int best() {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
