package pakit.ml.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static pakit.ml.tensor.OnnxGraphs.FLOAT;
import static pakit.ml.tensor.OnnxGraphs.FREE;
import static pakit.ml.tensor.OnnxGraphs.INT64;
import static pakit.ml.tensor.OnnxGraphs.file;
import static pakit.ml.tensor.OnnxGraphs.node;
import static pakit.ml.tensor.OnnxGraphs.tensor;
import static pakit.ml.tensor.OnnxGraphs.weights;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pakit.error.PakitException;
import pakit.ml.onnx.AttributeProto;
import pakit.ml.onnx.GraphProto;
import pakit.ml.onnx.StringStringEntryProto;
import pakit.ml.onnx.TensorProto;

@Timeout(120)
class RuntimeNetworkTest {
    private static final RuntimeSettings PATIENT = new RuntimeSettings(2, 8, Duration.ofMinutes(1));
    private static final int INPUTS = 7;
    private static final int ATTRIBUTE_TENSOR = 4;

    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void whatOurKernelsDoNotCoverIsAnsweredAsItsFormulaSays() {
        DenseNetwork inner = dense(INPUTS, 4);
        float[] rows = floats(50 * INPUTS);
        float[] sums = new float[50 * 4];
        inner.forward(50, rows, sums);
        try (Network network = load(OnnxGraphs.squeezed(inner))) {
            assertThat(network).isInstanceOf(RuntimeNetwork.class);
            assertThat(network.inputs()).isEqualTo(INPUTS);
            assertThat(network.outputs()).isEqualTo(4);
            float[] answers = new float[sums.length];
            network.forward(50, rows, answers);
            for (int i = 0; i < sums.length; i++) {
                assertThat(answers[i]).isCloseTo((float) (1 / (1 + Math.exp(-sums[i]))), within(1e-5f));
            }
        }
    }

    /// Both read the same file: one that both can compute.
    @Test
    void itAgreesWithOurKernel() {
        DenseNetwork ours = dense(INPUTS, 4);
        byte[] onnx = ours.toOnnx("features", "gains");
        float[] rows = floats(20 * INPUTS);
        float[] expected = new float[20 * 4];
        float[] found = new float[20 * 4];
        ours.forward(20, rows, expected);
        try (Network network = RuntimeNetwork.load(
                onnx, OnnxFile.parse(onnx), "scorer v1.0.0", PATIENT, new NotCovered("asked for"))) {
            network.forward(20, rows, found);
        }
        assertThat(found).containsExactly(expected, within(1e-4f));
    }

    @Test
    void aGraphOfOneRowIsAskedRowByRowAndAnyShapeIsServed() {
        byte[] images = file(graph -> graph.addInput(tensor("image", FLOAT, 1, 2, 3))
                .addNode(node("Softmax", "chances", "image"))
                .addOutput(tensor("chances", FLOAT, 1, 2, 3)));
        try (Network network = load(images)) {
            Signature signature = Signature.of(images, network);
            assertThat(signature.input()).isEqualTo(new Signature.Tensor("image", List.of(-1L, 2L, 3L)));
            assertThat(signature.output()).isEqualTo(new Signature.Tensor("chances", List.of(-1L, 2L, 3L)));
            float[] rows = floats(5 * 6);
            float[] together = new float[5 * 6];
            network.forward(5, rows, together);
            float[] sums = new float[10];
            for (int i = 0; i < together.length; i++) {
                sums[i / 3] += together[i];
            }
            assertThat(sums).containsOnly(new float[] {1}, within(1e-5f));
        }
    }

    @Test
    void outputsThatAreNoFloatsAreLeftOut() {
        byte[] classifier = file(graph -> graph.addInput(tensor("x", FLOAT, FREE, 3))
                .addNode(node("Softmax", "chances", "x"))
                .addNode(node("ArgMax", "label", "x"))
                .addOutput(tensor("label", INT64, FREE, 3))
                .addOutput(tensor("chances", FLOAT, FREE, 3)));
        try (Network network = load(classifier)) {
            float[] chances = new float[3];
            network.forward(1, new float[] {1, 2, 3}, chances);
            assertThat(chances[2]).isGreaterThan(chances[1]);
        }
    }

    @Test
    void tensorsThatCannotBeServedAreNamed() {
        refused("must have one input, of type FLOAT, found [x (", graph -> identity(graph, INT64, FREE, 3));
        refused("its first dimension must be free or 1", graph -> identity(graph, FLOAT, 4, 3));
        refused("but for the first its dimensions must be fixed", graph -> identity(graph, FLOAT, FREE, FREE));
        refused("with at most 4194304 values in all", graph -> identity(graph, FLOAT, FREE, 1 << 12, 1 << 12));
        refused(
                "must have one input, of type FLOAT, found [x (",
                graph -> identity(graph, FLOAT, FREE, 3).addInput(tensor("z", FLOAT, FREE, 3)));
        refused(
                "must have one output of type FLOAT, found [y (",
                graph -> identity(graph, FLOAT, FREE, 3)
                        .addNode(node("Abs", "z", "x"))
                        .addOutput(tensor("z", FLOAT, FREE, 3)));
        refused(
                "its first dimension must be the rows",
                graph -> graph.addInput(tensor("x", FLOAT, FREE, 3))
                        .addNode(node("Transpose", "y", "x"))
                        .addOutput(tensor("y", FLOAT, 3, FREE)));
    }

    @Test
    void whatNobodyComputesIsRefusedInTheWordsOfBoth() {
        refused(
                "operator Wavelet is not supported",
                graph -> graph.addInput(tensor("x", FLOAT, FREE, 3))
                        .addNode(node("Wavelet", "y", "x"))
                        .addOutput(tensor("y", FLOAT, FREE, 3)));
        refused(
                "nor does ONNX Runtime take it: ",
                graph -> graph.addInput(tensor("x", FLOAT, FREE, 3))
                        .addNode(node("Wavelet", "y", "x"))
                        .addOutput(tensor("y", FLOAT, FREE, 3)));
    }

    /// Else a model could read any file of the node.
    @Test
    void weightsInOtherFilesAreRefusedWhereverTheyAre() {
        TensorProto.Builder elsewhere = weights("w", 3, 3)
                .clearRawData()
                .setDataLocation(1)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("../../etc/hostname"));
        String words = "weights 'w' are in another file";
        refused(words, graph -> identity(graph, FLOAT, FREE, 3).addInitializer(elsewhere));
        refused(
                words,
                graph -> identity(graph, FLOAT, FREE, 3)
                        .addNode(node("Constant", "c")
                                .addAttribute(AttributeProto.newBuilder()
                                        .setName("value")
                                        .setT(elsewhere)
                                        .setType(ATTRIBUTE_TENSOR))));
        refused(
                words,
                graph -> identity(graph, FLOAT, FREE, 3)
                        .addNode(node("If", "c", "x")
                                .addAttribute(AttributeProto.newBuilder()
                                        .setName("then_branch")
                                        .setG(GraphProto.newBuilder().addInitializer(elsewhere)))));
    }

    /// What comes too late must not be written over what the caller has in its array by then.
    @Test
    void aLateAnswerIsDroppedAndTheArraysAreTheCallersAgain() {
        RuntimeSettings hasty = new RuntimeSettings(1, 4, Duration.ofMillis(1));
        float[] rows = floats(64 * INPUTS);
        float[] out = new float[64 * 4];
        try (Network network = Network.fromOnnx(OnnxGraphs.slow(INPUTS, 4), "scorer v1.0.0", hasty)) {
            for (int i = 0; i < 5; i++) {
                assertThatExceptionOfType(PakitException.Unavailable.class)
                        .isThrownBy(() -> network.forward(64, rows, out))
                        .withMessageStartingWith("scorer v1.0.0 gave no answer within 1 ms");
            }
        }
        assertThat(out).containsOnly(0);
    }

    @Test
    void aClosedNetworkAnswersNobody() {
        Network network = load(OnnxGraphs.squeezed(dense(INPUTS, 4)));
        network.close();
        assertThatExceptionOfType(PakitException.Unavailable.class)
                .isThrownBy(() -> network.forward(1, new float[INPUTS], new float[4]))
                .withMessage("scorer v1.0.0 is closed");
    }

    @Test
    void aTruncatedFileIsNoModel() {
        byte[] whole = OnnxGraphs.squeezed(dense(INPUTS, 4));
        for (int length = 0; length < whole.length; length += 7) {
            byte[] cut = ByteString.copyFrom(whole, 0, length).toByteArray();
            assertThatExceptionOfType(PakitException.Corrupt.class).isThrownBy(() -> load(cut));
        }
    }

    private static Network load(byte[] onnx) {
        return Network.fromOnnx(onnx, "scorer v1.0.0", PATIENT);
    }

    private static void refused(String words, Consumer<GraphProto.Builder> change) {
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> load(file(change)))
                .withMessageContaining(words);
    }

    /// Of one operator that no kernel of ours knows.
    private static GraphProto.Builder identity(GraphProto.Builder graph, int type, long... shape) {
        return graph.addInput(tensor("x", type, shape))
                .addNode(node("Abs", "y", "x"))
                .addOutput(tensor("y", type, shape));
    }

    private DenseNetwork dense(int inputs, int outputs) {
        float[][] matrix = new float[outputs][];
        for (int i = 0; i < outputs; i++) {
            matrix[i] = floats(inputs);
        }
        return DenseNetwork.of(new float[][][] {matrix}, new float[][] {floats(outputs)});
    }

    private float[] floats(int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) random.nextDouble(-2, 2);
        }
        return floats;
    }
}
