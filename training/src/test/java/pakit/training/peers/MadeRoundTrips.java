package pakit.training.peers;

import java.util.SplittableRandom;

/// A small world: nodes on a plane, a height each, a bad day now and then.
final class MadeRoundTrips {
    private MadeRoundTrips() {}

    static RoundTrips of(int nodes, int slices, long seed) {
        var random = new SplittableRandom(seed);
        double[] x = random.doubles(nodes, 0, 200).toArray();
        double[] y = random.doubles(nodes, 0, 200).toArray();
        double[] height = random.doubles(nodes, 1, 60).toArray();
        float[][] ms = new float[slices][nodes * nodes];
        for (float[] slice : ms) {
            double[] slower =
                    random.doubles(nodes, 0, 1).map(u -> u < 0.1 ? 5 : 1).toArray();
            for (int i = 0; i < nodes; i++) {
                for (int j = 0; j < nodes; j++) {
                    double way = Math.hypot(x[i] - x[j], y[i] - y[j]) + height[i] * slower[i] + height[j] * slower[j];
                    slice[i * nodes + j] = (float) (way * random.nextDouble(0.9, 1.1));
                }
            }
        }
        return new RoundTrips(nodes, ms);
    }
}
