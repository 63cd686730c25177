package pakit.ml.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;
import pakit.ml.onnx.GraphProto;
import pakit.ml.onnx.ModelProto;
import pakit.ml.onnx.NodeProto;
import pakit.ml.onnx.OperatorSetIdProto;
import pakit.ml.onnx.ValueInfoProto;

class DenseNetworkTest {
    private static final int ROWS = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {"31-32-16-18", "12-128-64-32-4", "1-1", "5-3-17", "7-33-2"})
    void kernelsAgreeWithOnnxRuntimeOnRandomRows(String shape) throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        float[][][] weights = weights(shape, random);
        agreesWithOnnxRuntime(network(weights, random));
        agreesWithOnnxRuntime(network(rounded(weights), random));
    }

    private static void agreesWithOnnxRuntime(DenseNetwork network) throws Exception {
        float[] in = rows(network.inputs(), new SplittableRandom(12));
        float[] expected = OnnxRuntimeReference.outputs(network.toOnnx("features", "gains"), in, network.inputs());
        for (DenseKernel kernel : new DenseKernel[] {new PlainDenseKernel(), new VectorDenseKernel()}) {
            float[] out = new float[ROWS * network.outputs()];
            network.withKernel(kernel).forward(ROWS, in, out);
            for (int i = 0; i < out.length; i++) {
                assertThat(out[i]).isCloseTo(expected[i], within(1e-4f * (1 + Math.abs(expected[i]))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"31-17", "12-128", "1-1", "5-3", "7-33", "8-16"})
    void pairsOfWeightsGiveTheVeryNumbersOfWholeOnes(String shape) {
        SplittableRandom random = new SplittableRandom(13);
        float[][] weights = rounded(weights(shape, random))[0];
        DenseLayer paired = DenseLayer.of(weights, floats(weights.length, random));
        assertThat(paired.pairs()).isNotNull();
        DenseLayer whole = new DenseLayer(
                paired.inputs(), paired.outputs(), paired.paddedOutputs(), paired.weights(), null, paired.biases());
        float[] in = floats(3 * paired.inputs(), random);

        assertThat(applied(paired, in, 3)).isEqualTo(applied(whole, in, 3));
        weights[0][0] = 1 + 0x1p-20f;
        assertThat(DenseLayer.of(weights, new float[weights.length]).pairs()).isNull();
    }

    private static float[] applied(DenseLayer layer, float[] in, int rows) {
        float[] out = new float[rows * layer.paddedOutputs()];
        new VectorDenseKernel().apply(layer, in, 0, layer.inputs(), rows, out, true);
        return out;
    }

    @Test
    void aRowIsAnsweredAlikeAloneAndAmongOthers() {
        DenseNetwork network = random("12-128-64-32-4", new SplittableRandom(15));
        float[] in = rows(12, new SplittableRandom(16));
        for (DenseKernel kernel : new DenseKernel[] {new PlainDenseKernel(), new VectorDenseKernel()}) {
            float[] together = new float[37 * 4];
            network.withKernel(kernel).forward(37, in, together);
            for (int row = 0; row < 37; row++) {
                float[] alone = new float[4];
                network.withKernel(kernel).forward(1, Arrays.copyOfRange(in, row * 12, row * 12 + 12), alone);
                assertThat(Arrays.copyOfRange(together, row * 4, row * 4 + 4)).isEqualTo(alone);
            }
        }
    }

    @Test
    void roundingIsToTheNearestAndToTheEvenOfTwo() {
        assertThat(Bfloat16.nearest(1 + 0x1p-9f)).isEqualTo(1);
        assertThat(Bfloat16.nearest(1 + 0x1p-8f)).isEqualTo(1);
        assertThat(Bfloat16.nearest(1 + 0x3p-8f)).isEqualTo(1 + 0x1p-6f);
        assertThat(Bfloat16.nearest(-1.01f)).isEqualTo(-1.0078125f);
        assertThat(Bfloat16.nearest(Float.MAX_VALUE)).isFinite();
        SplittableRandom random = new SplittableRandom(17);
        for (float value : floats(10_000, random)) {
            float nearest = Bfloat16.nearest(value);
            assertThat(Bfloat16.isExact(nearest)).isTrue();
            assertThat(Math.abs(nearest - value)).isLessThanOrEqualTo(Math.abs(value) * 0x1p-8f);
        }
    }

    @Test
    void fileReadBackComputesTheSame() {
        DenseNetwork network = random("31-32-16-18", new SplittableRandom(3));
        byte[] file = network.toOnnx("features", "gains");
        DenseNetwork again = DenseNetwork.fromOnnx(file);
        float[] in = rows(31, new SplittableRandom(4));
        float[] expected = new float[ROWS * 18];
        float[] out = new float[ROWS * 18];
        network.forward(ROWS, in, expected);
        again.forward(ROWS, in, out);
        assertThat(out).isEqualTo(expected);
        assertThat(again.toOnnx("features", "gains")).isEqualTo(file);
    }

    @Test
    void brokenInputIsNotHidden() {
        DenseNetwork network = random("4-8-2", new SplittableRandom(5));
        float[] in = {1, Float.NaN, 2, 3};
        for (DenseKernel kernel : new DenseKernel[] {new PlainDenseKernel(), new VectorDenseKernel()}) {
            float[] out = new float[2];
            network.withKernel(kernel).forward(1, in, out);
            assertThat(out).containsExactly(Float.NaN, Float.NaN);
        }
    }

    @Test
    void forwardAllocatesNothingOnceWarm() {
        DenseNetwork network = random("31-32-16-18", new SplittableRandom(6));
        float[] in = Arrays.copyOf(rows(31, new SplittableRandom(7)), 31 * 16);
        float[] out = new float[18 * 16];
        for (int i = 0; i < 20_000; i++) {
            network.forward(16, in, out);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE; // the compiler may still be at work: the best of several rounds counts
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                network.forward(16, in, out);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isLessThan(1_000); // less than a byte a call
    }

    @Test
    void shapesThatDoNotChainAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DenseNetwork.of(new float[][][] {{{1, 2}}, {{1, 2}}}, new float[][] {{0}, {0}}))
                .withMessageContaining("layer 1 has 2 inputs");
    }

    @Test
    void truncatedFilesAreRefused() {
        byte[] file = random("4-8-2", new SplittableRandom(8)).toOnnx("features", "gains");
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatExceptionOfType(PakitException.Corrupt.class).isThrownBy(() -> DenseNetwork.fromOnnx(cut));
        }
    }

    @Test
    void changedFilesAreRefusedOrRead() {
        byte[] file = random("4-8-2", new SplittableRandom(8)).toOnnx("features", "gains");
        SplittableRandom random = new SplittableRandom(9);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = file.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            try {
                DenseNetwork.fromOnnx(changed);
            } catch (PakitException.Corrupt expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void unknownOperatorsAreNamed() {
        byte[] file = ModelProto.newBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(GraphProto.newBuilder()
                        .addInput(ValueInfoProto.newBuilder().setName("x"))
                        .addOutput(ValueInfoProto.newBuilder().setName("y"))
                        .addNode(NodeProto.newBuilder()
                                .setOpType("Conv")
                                .addInput("x")
                                .addOutput("y")))
                .build()
                .toByteArray();
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> DenseNetwork.fromOnnx(file))
                .withMessageContaining("node 0")
                .withMessageContaining("Conv is not supported");
    }

    @Test
    void weightsThatAreNotFiniteAreNamed() {
        byte[] file = DenseNetwork.of(new float[][][] {{{1, Float.POSITIVE_INFINITY}}}, new float[][] {{0}})
                .toOnnx("features", "gains");
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> DenseNetwork.fromOnnx(file))
                .withMessageContaining("'weights0' hold Infinity");
    }

    static DenseNetwork random(String shape, SplittableRandom random) {
        return network(weights(shape, random), random);
    }

    private static DenseNetwork network(float[][][] weights, SplittableRandom random) {
        float[][] biases = new float[weights.length][];
        Arrays.setAll(biases, layer -> floats(weights[layer].length, random));
        return DenseNetwork.of(weights, biases);
    }

    private static float[][][] weights(String shape, SplittableRandom random) {
        int[] widths =
                Arrays.stream(shape.split("-")).mapToInt(Integer::parseInt).toArray();
        float[][][] weights = new float[widths.length - 1][][];
        for (int layer = 0; layer < weights.length; layer++) {
            weights[layer] = new float[widths[layer + 1]][];
            for (int out = 0; out < widths[layer + 1]; out++) {
                weights[layer][out] = floats(widths[layer], random);
            }
        }
        return weights;
    }

    private static float[][][] rounded(float[][][] weights) {
        for (float[][] layer : weights) {
            for (float[] row : layer) {
                for (int in = 0; in < row.length; in++) {
                    row[in] = Bfloat16.nearest(row[in]);
                }
            }
        }
        return weights;
    }

    private static float[] rows(int width, SplittableRandom random) {
        return floats(ROWS * width, random);
    }

    private static float[] floats(int count, SplittableRandom random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
