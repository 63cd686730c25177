package pakit.ml.tensor;

import java.util.Arrays;
import java.util.Optional;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The kernel on 512-bit vectors. All thresholds of a feature, sorted, make numbers of a byte out of its values, and
/// that loses nothing: `value > threshold` is `number > threshold's number`. So a whole tree is decided by one
/// permutation of the row's bytes and one comparison, its answers lie in one long, and eight trees at a time follow
/// theirs to a leaf. Many trees are decided before the first are followed: a vector read from what was only just
/// written in single longs has to wait until all of them have left for the cache.
///
/// Nodes are counted as in a heap: 1 is the root, `2k` and `2k + 1` are below `k`.
///
/// Vectors never leave a method: passed between methods they are boxed wherever inlining stops.
final class VectorForestKernel implements ForestKernel {
    /// Bytes in a vector: so many features, and one more than so many nodes.
    static final int LANES = 64;

    private static final int CUTS_MAX = 255;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
    private static final int TREES_AT_ONCE = 256;

    private final ForestLayout layout;
    private final float[][] cuts;
    private final byte[] nodeFeatures;
    private final byte[] nodeNumbers;
    /// Of all kernels: one for each would leave its arrays behind in every thread when its version is swapped.
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    /// @param numbers of the row's features
    /// @param answers per tree, bit `k` says whether node `k` sends the row to the right, bit 0 nothing
    /// @param nodes per tree, the node it has come to
    private record Scratch(byte[] numbers, long[] answers, long[] nodes) {
        Scratch() {
            this(new byte[LANES], new long[TREES_AT_ONCE], new long[TREES_AT_ONCE]);
        }
    }

    private VectorForestKernel(ForestLayout layout, float[][] cuts) {
        this.layout = layout;
        this.cuts = cuts;
        Arrays.setAll(cuts, feature -> filled(cuts[feature]));
        this.nodeFeatures = new byte[layout.trees() * LANES];
        this.nodeNumbers = new byte[layout.trees() * LANES];
        for (int tree = 0; tree < layout.trees(); tree++) {
            for (int node = 0; node < layout.inner(); node++) {
                int feature = layout.features()[tree * layout.inner() + node];
                float threshold = layout.thresholds()[tree * layout.inner() + node];
                nodeFeatures[tree * LANES + node + 1] = (byte) feature;
                nodeNumbers[tree * LANES + node + 1] = (byte) number(cuts[feature], threshold);
            }
        }
    }

    /// Empty if there are more features or thresholds than a byte can number.
    static Optional<ForestKernel> on(ForestLayout layout) {
        if (layout.inputs() > LANES) {
            return Optional.empty();
        }
        float[][] cuts = cuts(layout);
        boolean fits = Arrays.stream(cuts).allMatch(cut -> cut.length <= CUTS_MAX);
        return fits ? Optional.of(new VectorForestKernel(layout, cuts)) : Optional.empty();
    }

    @Override
    public void apply(float[] in, int at, int from, int to, float[] out, int outAt) {
        Scratch own = SCRATCH.get();
        number(in, at, own.numbers);
        for (int output = from; output < to; output++) {
            out[outAt + output] =
                    sum(layout.base()[output], layout.firstTrees()[output], layout.firstTrees()[output + 1], own);
        }
    }

    private void number(float[] in, int at, byte[] numbers) {
        for (int feature = 0; feature < cuts.length; feature++) {
            if (cuts[feature].length > 0) {
                numbers[feature] = (byte) number(cuts[feature], in[at + feature]);
            }
        }
    }

    private float sum(float base, int from, int to, Scratch own) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int width = layout.inner() + 1;
        float[] leaves = layout.leaves();
        for (int tree = from; tree < to; tree += TREES_AT_ONCE) {
            int count = Math.min(TREES_AT_ONCE, to - tree);
            answer(tree, count, own.numbers, own.answers);
            follow(layout.depth(), count, own.answers, own.nodes);
            int first = (tree - 1) * width;
            int i = 0;
            for (; i <= count - 4; i += 4) {
                sum0 += leaves[first + i * width + (int) own.nodes[i]];
                sum1 += leaves[first + (i + 1) * width + (int) own.nodes[i + 1]];
                sum2 += leaves[first + (i + 2) * width + (int) own.nodes[i + 2]];
                sum3 += leaves[first + (i + 3) * width + (int) own.nodes[i + 3]];
            }
            for (; i < count; i++) {
                sum0 += leaves[first + i * width + (int) own.nodes[i]];
            }
        }
        return base + (sum0 + sum1 + (sum2 + sum3));
    }

    private void answer(int tree, int count, byte[] numbers, long[] answers) {
        ByteVector row = ByteVector.fromArray(BYTES, numbers, 0);
        for (int i = 0; i < count; i++) {
            int begin = (tree + i) * LANES;
            ByteVector picked = ByteVector.fromArray(BYTES, nodeFeatures, begin).selectFrom(row);
            answers[i] = picked.compare(VectorOperators.UGT, ByteVector.fromArray(BYTES, nodeNumbers, begin))
                    .toLong();
        }
    }

    private static void follow(int depth, int count, long[] answers, long[] nodes) {
        for (int tree = 0; tree < count; tree += LONGS.length()) {
            LongVector words = LongVector.fromArray(LONGS, answers, tree);
            LongVector node = LongVector.broadcast(LONGS, 1);
            for (int level = 0; level < depth; level++) {
                LongVector right = words.lanewise(VectorOperators.LSHR, node).and(1);
                node = node.add(node).add(right);
            }
            node.intoArray(nodes, tree);
        }
    }

    /// How many cuts are less than the value; a value that is no number is above all. The cuts are filled up to one
    /// less than a power of two, so that each step is an addition and no branch: rows differ, and a branch that goes
    /// either way is guessed wrong every second time.
    private static int number(float[] cuts, float value) {
        int low = 0;
        for (int half = cuts.length + 1 >>> 1; half > 0; half >>>= 1) {
            low += value <= cuts[low + half - 1] ? 0 : half;
        }
        return low;
    }

    private static float[] filled(float[] cuts) {
        int size = cuts.length == 0 ? 0 : (Integer.highestOneBit(cuts.length) << 1) - 1;
        float[] filled = Arrays.copyOf(cuts, size);
        Arrays.fill(filled, cuts.length, size, Float.POSITIVE_INFINITY);
        return filled;
    }

    /// Per feature, its thresholds, sorted.
    private static float[][] cuts(ForestLayout layout) {
        int[] features = layout.features();
        int[] counts = new int[layout.inputs()];
        for (int feature : features) {
            counts[feature]++;
        }
        float[][] cuts = new float[layout.inputs()][];
        Arrays.setAll(cuts, feature -> new float[counts[feature]]);
        for (int node = 0; node < features.length; node++) {
            int feature = features[node];
            cuts[feature][--counts[feature]] = layout.thresholds()[node];
        }
        Arrays.setAll(cuts, feature -> distinct(cuts[feature]));
        return cuts;
    }

    private static float[] distinct(float[] values) {
        Arrays.sort(values);
        int distinct = 0;
        for (int i = 0; i < values.length; i++) {
            if (distinct == 0 || values[i] != values[distinct - 1]) {
                values[distinct++] = values[i];
            }
        }
        return Arrays.copyOf(values, distinct);
    }
}
