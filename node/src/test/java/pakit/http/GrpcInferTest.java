package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.inference.Inference;
import pakit.inference.InputTensor;
import pakit.ml.models.ModelVersion;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;
import pakit.oip.InferParameter;
import pakit.oip.ModelInferRequest;
import pakit.oip.ModelInferRequest.InferInputTensor;

/// The way by hand and the way by generated code say the same of every message.
@Timeout(60)
class GrpcInferTest {
    private static final int MESSAGES = 20_000;

    @TempDir
    private Path modelDir;

    private ModelServer models;
    private GrpcInfer infer;

    @BeforeEach
    void open() {
        models = new SteadyModels().start(modelDir, "1.0.0", "2.0.0");
        infer = new GrpcInfer(new Inference(models, null, () -> true));
    }

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void answersAreTheSameByteForByte() {
        for (int rows : new int[] {1, 2, 1, 100, 20_000}) {
            for (String id : List.of("", "42", "x".repeat(200))) {
                for (String version : List.of("", "1.0.0", "champion")) {
                    assertSame(request(rows).setId(id).setModelVersion(version));
                }
            }
        }
        models.swap(SteadyModels.NAME, ModelVersion.parse("2.0.0"), "test");
        assertSame(request(1));
        assertThat(RawQuestion.read(request(1).setId("42").build().toByteArray()))
                .isNotNull();
    }

    @Test
    void whatTheHandDoesNotKnowIsLeftToTheGeneratedCode() {
        InferParameter yes = InferParameter.newBuilder().setBoolParam(true).build();
        List<Consumer<ModelInferRequest.Builder>> changes = List.of(
                request -> request.putParameters("a", yes),
                request -> request.addOutputsBuilder().setName("gains"),
                request -> request.setId("bödy"),
                request -> request.getInputsBuilder(0).putParameters("a", yes),
                request -> request.getInputsBuilder(0).getContentsBuilder().addFp32Contents(1),
                request -> request.addInputs(request.getInputs(0)),
                request -> request.addRawInputContents(ByteString.EMPTY),
                request -> request.clearRawInputContents(),
                request -> request.clearInputs(),
                request -> request.getInputsBuilder(0).addAllShape(List.of(1L, 1L, 1L)));
        for (Consumer<ModelInferRequest.Builder> change : changes) {
            ModelInferRequest.Builder request = request(1);
            change.accept(request);
            assertThat(RawQuestion.read(request.build().toByteArray()))
                    .as(request.toString())
                    .isNull();
            assertSame(request);
        }
    }

    @Test
    void failuresAreTheSame() {
        assertSame(request(1).setModelName("nobody"));
        assertSame(request(1).setModelName(""));
        assertSame(request(1).setModelVersion("9.9.9"));
        assertSame(request(1).setRawInputContents(0, ByteString.copyFrom(new byte[11])));
        assertSame(request(1).setRawInputContents(0, ByteString.copyFrom(new byte[8])));
        assertSame(request(1).setInputs(0, request(1).getInputs(0).toBuilder().setDatatype("FP64")));
        assertSame(request(1).setInputs(0, request(1).getInputs(0).toBuilder().setName("other")));
        assertSame(request(1).setInputs(0, request(1).getInputs(0).toBuilder().setShape(0, -1)));
        assertSame(request(1).setInputs(0, request(1).getInputs(0).toBuilder().clearShape()));
    }

    /// Bytes are changed, cut off, doubled: whatever is understood is understood alike, and nothing else is.
    @Test
    void hostileMessagesAreReadAsTheGeneratedCodeReadsThemOrNotAtAll() {
        Random random = new Random(5);
        int understood = 0;
        for (int i = 0; i < MESSAGES; i++) {
            byte[] message = request(1 + random.nextInt(3)).setId("7").build().toByteArray();
            byte[] hostile = changed(message, random);
            RawQuestion read = RawQuestion.read(hostile);
            if (read != null) {
                understood++;
                assertAlike(read, generated(hostile));
            }
        }
        assertThat(understood).isBetween(MESSAGES / 20, MESSAGES - 1);
    }

    private static byte[] changed(byte[] message, Random random) {
        byte[] copy = message.clone();
        switch (random.nextInt(3)) {
            case 0 -> copy[random.nextInt(copy.length)] = (byte) random.nextInt();
            case 1 -> copy = java.util.Arrays.copyOf(copy, random.nextInt(copy.length + 1));
            default -> {
                int at = random.nextInt(copy.length);
                copy[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return copy;
    }

    private static void assertAlike(RawQuestion read, @Nullable ModelInferRequest generated) {
        assertThat(generated).isNotNull();
        if (generated != null) {
            assertThat(read.model()).isEqualTo(generated.getModelName());
            assertThat(read.version()).isEqualTo(generated.getModelVersion());
            assertThat(read.id()).isEqualTo(generated.getId());
            InputTensor other = GrpcTensors.inputs(generated).getFirst();
            assertThat(read.input().name()).isEqualTo(other.name());
            assertThat(read.input().datatype()).isEqualTo(other.datatype());
            assertThat(read.input().shape()).isEqualTo(other.shape());
            assertThat(read.input().values()).isEqualTo(other.values());
            assertThat(read.input().flaw()).isEqualTo(other.flaw());
        }
    }

    private static @Nullable ModelInferRequest generated(byte[] message) {
        try {
            return ModelInferRequest.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    private void assertSame(ModelInferRequest.Builder request) {
        var question = new GrpcQuestion("/ModelInfer", request.build().toByteArray(), null);
        byte[][] generated = new byte[1][];
        Throwable expected = catchThrowable(() -> generated[0] = GrpcAnswers.framed(infer.answer(question)));
        if (expected == null) {
            assertThat(infer.frame(question)).isEqualTo(generated[0]);
        } else {
            assertThat(catchThrowable(() -> infer.frame(question)))
                    .isInstanceOf(expected.getClass())
                    .hasMessage(expected.getMessage());
        }
    }

    private static ModelInferRequest.Builder request(int rows) {
        ByteBuffer bytes = ByteBuffer.allocate(rows * 3 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rows * 3; i++) {
            bytes.putFloat(i * 0.5f - 7);
        }
        return ModelInferRequest.newBuilder()
                .setModelName(SteadyModels.NAME)
                .addInputs(InferInputTensor.newBuilder()
                        .setName("features")
                        .setDatatype("FP32")
                        .addShape(rows)
                        .addShape(3))
                .addRawInputContents(ByteString.copyFrom(bytes.flip()));
    }
}
