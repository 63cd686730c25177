package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;
import pakit.oip.ModelInferRequest;
import pakit.oip.ModelInferRequest.InferInputTensor;
import pakit.oip.ModelInferResponse;
import pakit.oip.ServerLiveRequest;
import pakit.oip.ServerLiveResponse;
import pakit.oip.ServerReadyRequest;
import pakit.oip.ServerReadyResponse;

/// What ends a gRPC call before its answer: deadlines, clients that give up, too many at the same time, the node's end.
@Timeout(120)
class GrpcLimitsTest {
    private static final int ROWS = 8_000; // 96 KB: answered on a thread of its own
    private static final int LARGE_ONES_MAX = 2;
    private static final ModelInferResponse NOTHING = ModelInferResponse.getDefaultInstance();
    private static final HttpLimits PATIENT =
            new HttpLimits(1 << 20, 2, LARGE_ONES_MAX, 64, Duration.ofMinutes(10), Duration.ofMinutes(10));

    @TempDir
    private Path modelDir;

    private final SteadyModels steady = new SteadyModels();
    private final Hold hold = new Hold();
    private ModelServer models;
    private Port port;
    private GrpcClient client;

    @BeforeEach
    void open() {
        models = steady.start(modelDir, "1.0.0");
        port = Port.open(new PlayedNode(), models, Port.settings(PATIENT));
        client = GrpcClient.to(port.address());
    }

    @AfterEach
    void close() {
        hold.close();
        client.close();
        port.close();
        models.close();
    }

    @Test
    void aDeadlineThatPassesWhileTheModelWorksIsKept() throws Exception {
        steady.first(hold);

        Status status =
                GrpcClient.failure(() -> client.with("grpc-timeout", "200m").call("ModelInfer", large(), NOTHING));

        assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(status.getDescription()).contains("deadline of 200 ms has passed");
        hold.close();
        assertThat(infer(large())).isEqualTo(ROWS); // its place is free again
    }

    @Test
    void aDeadlineThatPassesBeforeTheMessageIsKept() throws Exception {
        var ended = new CompletableFuture<Status>();

        silent(client.with("grpc-timeout", "50m"), ended);

        assertThat(ended.get(60, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(infer(small())).isEqualTo(1);
    }

    @Test
    void whatIsNoTimeIsRefused() {
        Status status =
                GrpcClient.failure(() -> client.with("grpc-timeout", "soon").call("ModelInfer", small(), NOTHING));

        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).contains("grpc-timeout", "'soon'");
    }

    @Test
    void moreThanTheNodeTakesAtATimeAreExhaustingIt() throws Exception {
        steady.first(hold);
        ListenableFuture<ModelInferResponse> one = start(large());
        ListenableFuture<ModelInferResponse> two = start(large());
        hold.await(2);

        Status status = GrpcClient.failure(() -> infer(large()));

        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains("takes 2 gRPC calls of more than 64 KiB");
        hold.close();
        assertThat(rows(one.get(60, TimeUnit.SECONDS))).isEqualTo(ROWS);
        assertThat(rows(two.get(60, TimeUnit.SECONDS))).isEqualTo(ROWS);
        awaitPlaces();
    }

    /// Who gives up while the model works frees the place when that work ends, not before: memory is what it bounds.
    @Test
    void aCancelledCallKeepsItsPlaceUntilItsWorkEnds() throws Exception {
        steady.first(hold);
        for (int i = 0; i < LARGE_ONES_MAX; i++) {
            ListenableFuture<ModelInferResponse> call = start(large());
            hold.await(1);
            assertThat(call.cancel(true)).isTrue();
            assertThatThrownBy(call::get).isInstanceOf(CancellationException.class);
        }

        assertThat(GrpcClient.failure(() -> infer(large())).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        hold.close();
        awaitPlaces();
        assertThat(infer(small())).isEqualTo(1);
    }

    @Test
    void aCallThatIsCancelledBeforeItsMessageDoesNotHoldUpTheEnd() throws Exception {
        var ended = new CompletableFuture<Status>();
        ClientCall<Message, ModelInferResponse> call = silent(client, ended);
        assertThat(infer(small())).isEqualTo(1); // on the same connection, so the node knows of the other
        call.cancel("enough", null);
        assertThat(ended.get(60, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.CANCELLED);

        port.stop(); // which waits ten minutes for what runs
    }

    @Test
    void whileTheNodeStopsRunningCallsEndAndNewOnesAreSentElsewhere() throws Exception {
        steady.first(hold);
        ListenableFuture<ModelInferResponse> running = start(large());
        hold.await(1);

        Thread stopping = Thread.ofVirtual().start(port::stop);
        awaitNotReady();

        Status refused = GrpcClient.failure(() -> infer(small()));
        assertThat(refused.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refused.getDescription()).contains("the node is stopping");
        try (GrpcClient newcomer = GrpcClient.to(port.address())) {
            assertThat(GrpcClient.failure(() -> newcomer.call("ModelInfer", small(), NOTHING))
                            .getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE);
        }
        assertThat(client.call(
                                "ServerLive",
                                ServerLiveRequest.getDefaultInstance(),
                                ServerLiveResponse.getDefaultInstance())
                        .getLive())
                .isTrue();

        hold.close();
        assertThat(rows(running.get(60, TimeUnit.SECONDS))).isEqualTo(ROWS);
        stopping.join();
    }

    private void awaitNotReady() {
        while (client.call(
                        "ServerReady",
                        ServerReadyRequest.getDefaultInstance(),
                        ServerReadyResponse.getDefaultInstance())
                .getReady()) {
            Thread.onSpinWait(); // until the test's time is over
        }
    }

    /// Asks until all places for large calls are free.
    private void awaitPlaces() throws Exception {
        boolean free = false;
        while (!free) {
            ListenableFuture<ModelInferResponse> one = start(large());
            ListenableFuture<ModelInferResponse> two = start(large());
            free = succeeded(one) & succeeded(two);
        }
    }

    private static boolean succeeded(ListenableFuture<ModelInferResponse> call) throws Exception {
        try {
            return rows(call.get(60, TimeUnit.SECONDS)) == ROWS;
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            return false;
        }
    }

    private ListenableFuture<ModelInferResponse> start(ModelInferRequest request) {
        return ClientCalls.futureUnaryCall(
                client.stubs().newCall(GrpcClient.described("ModelInfer", request, NOTHING), CallOptions.DEFAULT),
                request);
    }

    /// A call that says what it wants to ask, and then nothing.
    private static ClientCall<Message, ModelInferResponse> silent(GrpcClient client, CompletableFuture<Status> ended) {
        var method = GrpcClient.described("ModelInfer", small(), NOTHING).toBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING) // else nothing is sent before the message
                .build();
        ClientCall<Message, ModelInferResponse> call = client.stubs().newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status);
                    }
                },
                new Metadata());
        call.request(1);
        return call;
    }

    private long infer(ModelInferRequest request) {
        return rows(client.call("ModelInfer", request, NOTHING));
    }

    private static long rows(ModelInferResponse answer) {
        return answer.getOutputs(0).getShape(0);
    }

    private static ModelInferRequest large() {
        return request(ROWS);
    }

    private static ModelInferRequest small() {
        return request(1);
    }

    private static ModelInferRequest request(int rows) {
        return ModelInferRequest.newBuilder()
                .setModelName(SteadyModels.NAME)
                .addInputs(InferInputTensor.newBuilder()
                        .setName("features")
                        .setDatatype("FP32")
                        .addShape(rows)
                        .addShape(3))
                .addRawInputContents(ByteString.copyFrom(new byte[rows * 3 * Float.BYTES]))
                .build();
    }
}
