package pakit.ml.peers;

import java.util.Arrays;

/// A place in a space where distances are round-trip times: five dimensions and a height, which stands for the way from
/// the node to the core of the network (Dabek et al., Vivaldi, SIGCOMM 2004). Immutable.
public final class NetworkCoordinate {
    static final int DIMENSIONS = 5;
    /// Nobody is further from the core than this, whatever a peer says.
    private static final double MS_MAX = 10_000;
    /// Vivaldi's constants: how far a coordinate moves and how fast its error is learnt.
    private static final double STEP = 0.25;

    private static final double HEIGHT_MS_MIN = 0.1;

    private final double[] ms;
    private final double heightMs;
    private final double error;

    private NetworkCoordinate(double[] ms, double heightMs, double error) {
        this.ms = ms;
        this.heightMs = heightMs;
        this.error = error;
    }

    /// A coordinate that a peer sent.
    ///
    /// @param ms five components, milliseconds
    /// @param heightMs not negative
    /// @param error relative, 0 to 1
    /// @throws IllegalArgumentException if a figure is not finite or out of its bounds
    public static NetworkCoordinate of(double[] ms, double heightMs, double error) {
        boolean inside = ms.length == DIMENSIONS && Arrays.stream(ms).allMatch(x -> Math.abs(x) <= MS_MAX);
        if (!inside || !(heightMs >= 0 && heightMs <= MS_MAX) || !(error >= 0 && error <= 1)) {
            throw new IllegalArgumentException("a network coordinate has " + DIMENSIONS + " components of at most "
                    + MS_MAX + " ms, a height of at most as much and an error of 0 to 1, found " + Arrays.toString(ms)
                    + ", " + heightMs + ", " + error);
        }
        return new NetworkCoordinate(ms.clone(), heightMs, error);
    }

    /// Where a node is that knows nobody: beside the origin, so that two new nodes can move apart.
    ///
    /// @param seed tells new nodes apart
    static NetworkCoordinate unknown(long seed) {
        double[] ms = new double[DIMENSIONS];
        var random = new java.util.SplittableRandom(seed);
        for (int i = 0; i < DIMENSIONS; i++) {
            ms[i] = random.nextDouble(-1, 1);
        }
        return new NetworkCoordinate(ms, HEIGHT_MS_MIN, 1);
    }

    /// The expected round trip to `other`, milliseconds; positive.
    public double distanceMs(NetworkCoordinate other) {
        return norm(other) + heightMs + other.heightMs;
    }

    /// Relative, 0 to 1: 1 before anything is known.
    public double error() {
        return error;
    }

    public double[] ms() {
        return ms.clone();
    }

    public double heightMs() {
        return heightMs;
    }

    /// Where this node is after it measured a round trip to `other`: moved along the line between both, the further the
    /// surer the other is of itself.
    NetworkCoordinate after(NetworkCoordinate other, double roundTripMs) {
        double expected = distanceMs(other);
        double trust = error / Math.max(error + other.error, 1e-6);
        double miss = Math.min(1, Math.abs(expected - roundTripMs) / roundTripMs);
        double newError = Math.clamp(miss * STEP * trust + error * (1 - STEP * trust), 0.01, 1);
        double force = STEP * trust * (Math.min(roundTripMs, MS_MAX) - expected);
        double length = Math.max(norm(other), 1e-6);
        double[] moved = new double[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            moved[i] = Math.clamp(ms[i] + force * (ms[i] - other.ms[i]) / length, -MS_MAX, MS_MAX);
        }
        double share = (heightMs + other.heightMs) / Math.max(expected, 1e-6);
        double height = Math.clamp(heightMs + force * share, HEIGHT_MS_MIN, MS_MAX);
        return new NetworkCoordinate(moved, height, newError);
    }

    private double norm(NetworkCoordinate other) {
        double sum = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            double d = ms[i] - other.ms[i];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }
}
