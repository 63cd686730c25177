package pakit.training.peers;

import java.util.SplittableRandom;

/// What happens in a [Scenario] whatever a policy does: who is up when, who is slow when, who holds what, how long each
/// piece of work takes. Drawn from the seed by position, not in order, so that every policy meets the same.
final class World {
    /// Nodes are up for fifteen minutes and down for one, on average.
    private static final double UP_MS = 900_000;

    private static final double DOWN_MS = 60_000;
    private static final double FLAP_UP_MS = 20_000;
    private static final double FLAP_DOWN_MS = 10_000;
    /// Every ten minutes a node takes six times as long for twenty seconds.
    private static final double SLOW_EVERY_MS = 600_000;

    private static final double SLOW_MS = 20_000;
    private static final double SLOWER = 6;
    private static final double LOSS = 0.005;
    private static final double SERVICE_DEVIATION = 0.6;
    private static final double ZIPF = 0.7;

    private final Scenario scenario;
    private final double[][] changes;
    private final double[] slowPhaseMs;
    private final boolean[] lying;
    private final int[][] holders;
    private final double[] popularity;

    World(Scenario scenario) {
        this.scenario = scenario;
        int nodes = scenario.trips().nodes();
        var random = new SplittableRandom(scenario.seed());
        changes = new double[nodes][];
        slowPhaseMs = new double[nodes];
        lying = new boolean[nodes];
        for (int node = 0; node < nodes; node++) {
            boolean flapping = random.nextDouble() < scenario.flappingShare();
            lying[node] = random.nextDouble() < scenario.lyingShare();
            changes[node] = flapping ? changes(random, FLAP_UP_MS, FLAP_DOWN_MS) : changes(random, UP_MS, DOWN_MS);
            slowPhaseMs[node] = random.nextDouble(SLOW_EVERY_MS);
        }
        holders = new int[scenario.objects()][];
        for (int object = 0; object < holders.length; object++) {
            holders[object] =
                    random.ints(0, nodes).distinct().limit(scenario.replicas()).toArray();
        }
        popularity = popularity(scenario.objects());
    }

    /// Times at which a node that is up goes down, comes up, and so on.
    private double[] changes(SplittableRandom random, double upMs, double downMs) {
        var times = java.util.stream.DoubleStream.builder();
        double now = exponential(random, upMs);
        boolean up = true;
        while (now < scenario.endMs()) {
            times.add(now);
            up = !up;
            now += exponential(random, up ? upMs : downMs);
        }
        return times.build().toArray();
    }

    static double exponential(SplittableRandom random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private static double[] popularity(int objects) {
        double[] sums = new double[objects];
        double sum = 0;
        for (int i = 0; i < objects; i++) {
            sum += Math.pow(i + 1, -ZIPF);
            sums[i] = sum;
        }
        return sums;
    }

    int object(SplittableRandom random) {
        double drawn = random.nextDouble() * popularity[popularity.length - 1];
        int at = java.util.Arrays.binarySearch(popularity, drawn);
        return at >= 0 ? at : -at - 1;
    }

    /// Who holds `object`, without `client`.
    int[] holders(int object, int client) {
        return java.util.Arrays.stream(holders[object])
                .filter(node -> node != client)
                .toArray();
    }

    boolean isUp(int node, double nowMs) {
        int at = java.util.Arrays.binarySearch(changes[node], nowMs);
        int before = at >= 0 ? at + 1 : -at - 1;
        return before % 2 == 0;
    }

    boolean lies(int node) {
        return lying[node];
    }

    double roundTripMs(int from, int to, double nowMs) {
        int slice = Math.min(scenario.trips().slices() - 1, (int) (nowMs / scenario.sliceMs()));
        return scenario.trips().ms(slice, from, to);
    }

    /// Time of work on the request, drawn for it and the node.
    double serviceMs(long request, int node, double nowMs) {
        double gauss = new SplittableRandom(scenario.seed() ^ request * 0x9E3779B97F4A7C15L ^ (long) node << 40)
                .nextGaussian();
        double drawn =
                scenario.serviceMs() * Math.exp(SERVICE_DEVIATION * gauss - SERVICE_DEVIATION * SERVICE_DEVIATION / 2);
        return isSlow(node, nowMs) ? drawn * SLOWER : drawn;
    }

    boolean isSlow(int node, double nowMs) {
        return (nowMs + slowPhaseMs[node]) % SLOW_EVERY_MS < SLOW_MS;
    }

    double meanServiceMs(int node, double nowMs) {
        return isSlow(node, nowMs) ? scenario.serviceMs() * SLOWER : scenario.serviceMs();
    }

    boolean isLost(long request, int node) {
        long seed = scenario.seed() ^ request * 0xD1B54A32D192ED03L ^ (long) node << 33;
        return new SplittableRandom(seed).nextDouble() < LOSS;
    }
}
