package pakit.training.peers;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import pakit.error.PakitException;

/// Round-trip times between all pairs of nodes, slice of time by slice of time. Immutable.
public final class RoundTrips {
    private static final float SMALLEST_MS = 0.05f;

    private final int nodes;
    private final float[][] slices;

    /// @param slices each `nodes * nodes` milliseconds, row-major; what is not positive or not finite is missing, and
    ///     taken from the middle of what the pair has in other slices, else of all pairs. Shared, and changed by this
    public RoundTrips(int nodes, float[][] slices) {
        this.nodes = nodes;
        this.slices = slices;
        fill();
    }

    /// Reads gzipped little-endian floats.
    ///
    /// @param unitsPerMs what one millisecond is in the file: 0.001 for seconds
    /// @throws PakitException.NotFound if the file is missing
    /// @throws PakitException.Corrupt if it ends early
    public static RoundTrips read(Path file, int nodes, int slices, double unitsPerMs) {
        if (!Files.exists(file)) {
            throw new PakitException.NotFound("round-trip times " + file + " are missing; say where they are");
        }
        float[][] read = new float[slices][nodes * nodes];
        try (InputStream raw = Files.newInputStream(file);
                var in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(raw), 1 << 16))) {
            for (float[] slice : read) {
                for (int i = 0; i < slice.length; i++) {
                    slice[i] = (float) (Float.intBitsToFloat(Integer.reverseBytes(in.readInt())) / unitsPerMs);
                }
            }
        } catch (IOException e) {
            throw new PakitException.Corrupt("round-trip times " + file + " cannot be read as " + slices + " slices of "
                    + nodes + " by " + nodes + " floats: " + e.getMessage());
        }
        return new RoundTrips(nodes, read);
    }

    /// A small world by seed: nodes on a plane, a way of its own for each, and for one in ten a bad slice.
    public static RoundTrips made(int nodes, int slices, long seed) {
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

    private void fill() {
        float[] of = new float[slices.length];
        float all = middleOfAll();
        for (int pair = 0; pair < nodes * nodes; pair++) {
            int known = 0;
            for (float[] slice : slices) {
                if (known(slice[pair])) {
                    of[known++] = slice[pair];
                }
            }
            Arrays.sort(of, 0, known);
            float middle = known == 0 ? all : of[known / 2];
            for (float[] slice : slices) {
                slice[pair] = Math.max(SMALLEST_MS, known(slice[pair]) ? slice[pair] : middle);
            }
        }
    }

    private float middleOfAll() {
        float[] first = slices[0].clone();
        int known = 0;
        for (float ms : first) {
            if (known(ms)) {
                first[known++] = ms;
            }
        }
        if (known == 0) {
            throw new PakitException.Corrupt("round-trip times have no positive figure in their first slice");
        }
        Arrays.sort(first, 0, known);
        return first[known / 2];
    }

    private static boolean known(float ms) {
        return ms > 0 && Float.isFinite(ms);
    }

    /// The slices from `from` to before `to`.
    public RoundTrips slices(int from, int to) {
        return new RoundTrips(nodes, Arrays.copyOfRange(slices, from, to));
    }

    public int nodes() {
        return nodes;
    }

    public int slices() {
        return slices.length;
    }

    public double ms(int slice, int from, int to) {
        return slices[slice][from * nodes + to];
    }
}
