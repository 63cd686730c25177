package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferRequest;
import inference.GrpcPredictV2.ModelInferRequest.InferInputTensor;
import inference.GrpcPredictV2.ModelInferRequest.InferRequestedOutputTensor;
import inference.GrpcPredictV2.ModelInferResponse;
import inference.GrpcPredictV2.ModelMetadataRequest;
import inference.GrpcPredictV2.ModelReadyRequest;
import inference.GrpcPredictV2.ServerLiveRequest;
import inference.GrpcPredictV2.ServerMetadataRequest;
import inference.GrpcPredictV2.ServerReadyRequest;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.ml.models.ModelVersion;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;

/// Drives the port with the gRPC stubs that Apache Camel made of the published protocol.
@Timeout(60)
class GrpcTest {
    private static final int CLIENTS = 8;
    private static final int SWAPS = 50;

    @TempDir
    private Path modelDir;

    private ModelServer models;
    private Port port;
    private GrpcClient client;
    private GRPCInferenceServiceBlockingStub stub;

    @BeforeEach
    void open() {
        models = new SteadyModels().start(modelDir, "1.0.0", "2.0.0");
        port = Port.open(new PlayedNode(), models, Port.settings());
        client = GrpcClient.to(port.address());
        stub = GRPCInferenceServiceGrpc.newBlockingStub(client.stubs());
    }

    @AfterEach
    void close() {
        client.close();
        port.close();
        models.close();
    }

    @Test
    void serverAndModelSayWhatTheyAre() {
        assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
                .isTrue();
        assertThat(stub.serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
                .isTrue();
        assertThat(stub.serverMetadata(ServerMetadataRequest.getDefaultInstance())
                        .getName())
                .isEqualTo("pakit");
        assertThat(stub.modelReady(
                                ModelReadyRequest.newBuilder().setName("steady").build())
                        .getReady())
                .isTrue();
        var model = stub.modelMetadata(
                ModelMetadataRequest.newBuilder().setName("steady").build());
        assertThat(model.getVersionsList()).containsExactly("1.0.0");
        assertThat(model.getInputs(0).getShapeList()).containsExactly(-1L, 3L);
        assertThat(model.getOutputs(0).getName()).isEqualTo("gains");
    }

    @Test
    void typedContentsAreAnsweredTyped() {
        ModelInferResponse answer = stub.modelInfer(typed("1.0.0", 1, 2, 3, 4.5f, 5, -6)
                .setId("42")
                .addOutputs(InferRequestedOutputTensor.newBuilder().setName("gains"))
                .build());

        assertThat(answer.getId()).isEqualTo("42");
        assertThat(answer.getModelVersion()).isEqualTo("1.0.0");
        assertThat(answer.getRawOutputContentsList()).isEmpty();
        assertThat(answer.getOutputs(0).getShapeList()).containsExactly(2L, 2L);
        assertThat(answer.getOutputs(0).getContents().getFp32ContentsList()).containsExactly(1f, 6f, 1f, 3.5f);
    }

    @Test
    void bytesAreAnsweredWithBytes() {
        ModelInferResponse answer = stub.modelInfer(raw(1, 2, 3));

        assertThat(answer.getOutputs(0).hasContents()).isFalse();
        assertThat(floats(answer.getRawOutputContents(0))).containsExactly(1f, 6f);
    }

    @Test
    void largeBatchesAreAnsweredToo() {
        float[] values = new float[3 * 20_000];
        ModelInferResponse answer = stub.modelInfer(raw(values));

        assertThat(answer.getOutputs(0).getShapeList()).containsExactly(20_000L, 2L);
        assertThat(answer.getRawOutputContents(0).size()).isEqualTo(20_000 * 2 * Float.BYTES);
    }

    @Test
    void failuresHaveTheirStatusAndTheWordsOfRest() throws Exception {
        ModelInferRequest wrong = typed("", 1, 2, 3).setModelName("none").build();

        assertThat(failure(wrong).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(port.get("/v2/models/none").body())
                .contains(String.valueOf(failure(wrong).getDescription()));
        assertThat(failure(typed("9.9.9", 1, 2, 3).build()).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(failure(typed("", 1, 2, 3)
                                .addRawInputContents(ByteString.EMPTY)
                                .build())
                        .getDescription())
                .contains("both 'contents' and 'raw_input_contents'");
        ModelInferRequest.Builder short1 = typed("", 1, 2, 3);
        short1.getInputsBuilder(0).getContentsBuilder().addFp32Contents(4);
        assertThat(failure(short1.build()).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void tooLargeMessagesAreRefusedAndTheConnectionGoesOn() {
        Status status = failure(raw(new float[400_000]));

        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(stub.modelInfer(raw(1, 2, 3)).getRawOutputContentsCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"5S,5000000000", "100m,100000000", "1H,3600000000000", "7n,7"})
    void timeoutsAreRead(String header, long nanos) {
        assertThat(GrpcTimeout.nanos(header)).isEqualTo(nanos);
    }

    @Test
    void noCallFailsOrMixesVersionsDuringSwaps() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Semaphore answered = new Semaphore(0);
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(CompletableFuture.runAsync(
                    () -> predict(over, answered), task -> Thread.ofVirtual().start(task)));
        }
        for (int i = 1; i <= SWAPS; i++) {
            assertThat(answered.tryAcquire(20, 30, TimeUnit.SECONDS)).isTrue();
            models.swap(SteadyModels.NAME, ModelVersion.parse(i % 2 == 0 ? "1.0.0" : "2.0.0"), "swap " + i);
        }
        over.set(true);
        for (CompletableFuture<Void> client : clients) {
            client.get(30, TimeUnit.SECONDS); // a client's failure is the test's
        }
    }

    private void predict(AtomicBoolean over, Semaphore answered) {
        for (int i = 0; !over.get(); i++) {
            ModelInferResponse answer = stub.modelInfer(raw(i, 1, 1));
            float[] outputs = floats(answer.getRawOutputContents(0));
            assertThat(outputs[0]).isEqualTo(answer.getModelVersion().charAt(0) - '0');
            assertThat(outputs[1]).isEqualTo(i + 2f);
            answered.release();
        }
    }

    private Status failure(ModelInferRequest request) {
        return GrpcClient.failure(() -> stub.modelInfer(request));
    }

    private static ModelInferRequest.Builder typed(String version, float... values) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (float value : values) {
            contents.addFp32Contents(value);
        }
        return request(values)
                .setModelVersion(version)
                .setInputs(0, tensor(values).setContents(contents));
    }

    private static ModelInferRequest raw(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return request(values).addRawInputContents(ByteString.copyFrom(bytes)).build();
    }

    private static ModelInferRequest.Builder request(float... values) {
        return ModelInferRequest.newBuilder().setModelName("steady").addInputs(tensor(values));
    }

    private static InferInputTensor.Builder tensor(float... values) {
        return InferInputTensor.newBuilder()
                .setName("features")
                .setDatatype("FP32")
                .addShape(values.length / 3)
                .addShape(3);
    }

    private static float[] floats(ByteString bytes) {
        float[] values = new float[bytes.size() / Float.BYTES];
        bytes.asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }
}
