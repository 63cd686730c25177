package pakit.ml.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;
import pakit.ml.onnx.AttributeProto;
import pakit.ml.onnx.ModelProto;
import pakit.ml.onnx.NodeProto;

class ForestTest {
    private static final int INPUTS = 12;
    private static final int ROWS = 500;
    private static final float[] BASE = {0.5f, 0, -2};

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 8, 17, 200, 900})
    void bothKernelsAddTheSameLeavesBitForBit(int trees) {
        Forest forest = random(trees, 6, 11);
        float[] rows = rows(12);
        float[] expected = oneByOne(trees(trees, 6, 11), rows);

        assertThat(answer(forest.inPlainJava(), rows)).isEqualTo(expected);
        assertThat(answer(forest.onVectors(), rows)).isEqualTo(expected);
        assertThat(answer(forest, rows)).isEqualTo(expected);
    }

    @Test
    void treesOfDifferentDepthStandSideBySide() {
        List<Tree> mixed = new ArrayList<>(trees(5, 1, 1));
        mixed.addAll(trees(5, 4, 2));
        mixed.addAll(trees(5, 6, 3));
        float[] rows = rows(4);

        Forest forest = Forest.of(INPUTS, BASE, mixed);

        assertThat(answer(forest.inPlainJava(), rows)).isEqualTo(oneByOne(mixed, rows));
        assertThat(answer(forest.onVectors(), rows)).isEqualTo(oneByOne(mixed, rows));
    }

    @Test
    void aRowExactlyOnAThresholdGoesLeft() {
        Tree tree = new Tree(0, new int[] {1}, new float[] {0.25f}, new float[] {1, 2});
        Forest forest = Forest.of(2, new float[1], List.of(tree));

        for (Forest each : List.of(forest.inPlainJava(), forest.onVectors())) {
            assertThat(answer(each, 0, 0.25f)).containsExactly(1);
            assertThat(answer(each, 0, Math.nextUp(0.25f))).containsExactly(2);
        }
    }

    @Test
    void someOutputsCanBeAskedAlone() {
        Forest forest = random(40, 5, 7);
        float[] row = Arrays.copyOf(rows(8), INPUTS);
        float[] all = answer(forest, row);
        float[] some = new float[BASE.length];

        forest.forward(1, 2, row, some);

        assertThat(some[1]).isEqualTo(all[1]);
        assertThat(some[0]).isZero();
        assertThat(some[2]).isZero();
    }

    @Test
    void onnxRuntimeSaysTheSame() throws Exception {
        Forest forest = random(60, 6, 21);
        float[] rows = rows(22);

        float[] theirs = OnnxRuntimeReference.outputs(forest.toOnnx("features", "gains"), rows, INPUTS);

        float[] ours = answer(forest, rows);
        for (int i = 0; i < ours.length; i++) {
            assertThat(ours[i]).isCloseTo(theirs[i], within(2e-5f)); // sums of 20 leaves in another order
        }
    }

    @Test
    void aFileGivesTheSameForestAgain() {
        List<Tree> mixed = new ArrayList<>(trees(9, 2, 31));
        mixed.addAll(trees(9, 6, 32));
        Forest forest = Forest.of(INPUTS, BASE, mixed);
        byte[] file = forest.toOnnx("features", "gains");

        Network read = Network.fromOnnx(file, "forest", RuntimeSettings.STANDARD);

        assertThat(read.inputs()).isEqualTo(INPUTS);
        assertThat(read.outputs()).isEqualTo(BASE.length);
        assertThat(read.toOnnx("features", "gains")).isEqualTo(file);
        assertThat(answer(read, rows(33))).isEqualTo(answer(forest, rows(33)));
    }

    @Test
    void nodesMayLieInAnyOrderUnderAnyNumbers() throws Exception {
        Forest forest = random(40, 5, 9);
        ModelProto.Builder file = ModelProto.parseFrom(forest.toOnnx("features", "gains")).toBuilder();
        NodeProto.Builder node = file.getGraphBuilder().getNodeBuilder(0);
        for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
            shuffle(attribute);
        }

        float[] rows = rows(10);
        assertThat(answer(Forest.fromOnnx(file.build().toByteArray()), rows)).isEqualTo(answer(forest, rows));
    }

    /// In the same way for all attributes of one length; trees are counted up to the greatest number that there is.
    private static void shuffle(AttributeProto.Builder attribute) {
        List<Long> ints = new ArrayList<>(attribute.getIntsList());
        if (attribute.getName().endsWith("treeids")) {
            ints.replaceAll(tree -> Long.MAX_VALUE - 39 + tree);
        }
        List<Float> floats = new ArrayList<>(attribute.getFloatsList());
        List<ByteString> strings = new ArrayList<>(attribute.getStringsList());
        for (List<?> values : List.of(ints, floats, strings)) {
            if (values.size() > BASE.length) {
                Collections.shuffle(values, new Random(5));
            }
        }
        attribute.clearInts().addAllInts(ints);
        attribute.clearFloats().addAllFloats(floats);
        attribute.clearStrings().addAllStrings(strings);
    }

    @Test
    void twoNodesOfOneNumberAreRefused() throws Exception {
        ModelProto.Builder file = ModelProto.parseFrom(random(1, 2, 9).toOnnx("features", "gains")).toBuilder();
        NodeProto.Builder node = file.getGraphBuilder().getNodeBuilder(0);
        for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
            if (attribute.getName().equals("nodes_nodeids")) {
                attribute.setInts(3, 2);
            }
        }

        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> Forest.fromOnnx(file.build().toByteArray()))
                .withMessageContaining("two nodes 2");
    }

    @Test
    void damagedFilesAreRefusedAsCorruptOrGiveAForest() {
        byte[] file = random(6, 3, 41).toOnnx("features", "gains");
        SplittableRandom random = new SplittableRandom(42);
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = file.clone();
            for (int flip = 0; flip <= random.nextInt(3); flip++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                Forest.fromOnnx(damaged);
            } catch (PakitException.Corrupt expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThatExceptionOfType(PakitException.Corrupt.class).isThrownBy(() -> Forest.fromOnnx(new byte[0]));
    }

    @Test
    void aTreeOnAFeatureThatThereIsNotIsRefused() {
        Tree tree = new Tree(0, new int[] {2}, new float[] {0}, new float[] {1, 2});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Forest.of(2, new float[1], List.of(tree)))
                .withMessageContaining("feature 2");
    }

    private static float[] oneByOne(List<Tree> trees, float[] rows) {
        float[] sums = new float[ROWS * BASE.length];
        for (int row = 0; row < ROWS; row++) {
            for (int out = 0; out < BASE.length; out++) {
                int output = out;
                List<Tree> own =
                        trees.stream().filter(tree -> tree.output() == output).toList();
                sums[row * BASE.length + out] = BASE[out] + inFours(own, rows, row * INPUTS);
            }
        }
        return sums;
    }

    private static float inFours(List<Tree> trees, float[] rows, int at) {
        float[] sums = new float[4];
        for (int i = 0; i < trees.size(); i++) {
            sums[i < trees.size() / 4 * 4 ? i % 4 : 0] += trees.get(i).leaf(rows, at);
        }
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }

    private static float[] answer(Network network, float... rows) {
        int count = rows.length / network.inputs();
        float[] out = new float[count * network.outputs()];
        network.forward(count, rows, out);
        return out;
    }

    private static float[] rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rows = new float[ROWS * INPUTS];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextInt(32) / 16f - 1; // often exactly on a threshold
        }
        return rows;
    }

    static Forest random(int trees, int depth, long seed) {
        return Forest.of(INPUTS, BASE, trees(trees, depth, seed));
    }

    private static List<Tree> trees(int count, int depth, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Tree> trees = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int inner = (1 << depth) - 1;
            int[] features = new int[inner];
            float[] thresholds = new float[inner];
            float[] leaves = new float[inner + 1];
            for (int node = 0; node < inner; node++) {
                features[node] = random.nextInt(INPUTS);
                thresholds[node] = random.nextInt(32) / 16f - 1;
            }
            for (int leaf = 0; leaf < leaves.length; leaf++) {
                leaves[leaf] = (float) (random.nextDouble() - 0.5);
            }
            trees.add(new Tree(random.nextInt(BASE.length), features, thresholds, leaves));
        }
        return trees;
    }
}
