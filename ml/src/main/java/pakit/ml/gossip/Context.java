package pakit.ml.gossip;

import pakit.hint.NetworkConditions;

/// Kinds of conditions, among which what was learnt of actions is kept apart. Coarse: the finer part of the conditions
/// is in the [Expectation].
final class Context {
    private static final double[] NODES = {300, 3_000};
    private static final double[] BREAKAGE = {0.01, 0.08, 0.18, 0.35};
    private static final double[] PAYLOAD_BYTES = {8 << 10};

    static final int COUNT = (NODES.length + 1) * (BREAKAGE.length + 1) * (PAYLOAD_BYTES.length + 1);

    private Context() {}

    static int of(NetworkConditions conditions) {
        double breakage = 1 - (1 - conditions.lossShare()) * (1 - conditions.staleShare());
        return (above(NODES, conditions.nodes()) * (BREAKAGE.length + 1) + above(BREAKAGE, breakage))
                        * (PAYLOAD_BYTES.length + 1)
                + above(PAYLOAD_BYTES, conditions.payloadBytes());
    }

    private static int above(double[] bounds, double value) {
        int above = 0;
        while (above < bounds.length && value > bounds[above]) {
            above++;
        }
        return above;
    }
}
