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
        DenseNetwork network = random(shape, new SplittableRandom(11));
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
        int[] widths =
                Arrays.stream(shape.split("-")).mapToInt(Integer::parseInt).toArray();
        float[][][] weights = new float[widths.length - 1][][];
        float[][] biases = new float[widths.length - 1][];
        for (int layer = 0; layer < weights.length; layer++) {
            weights[layer] = new float[widths[layer + 1]][];
            biases[layer] = floats(widths[layer + 1], random);
            for (int out = 0; out < widths[layer + 1]; out++) {
                weights[layer][out] = floats(widths[layer], random);
            }
        }
        return DenseNetwork.of(weights, biases);
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
