package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.GrpcPredictV2.ModelReadyRequest;
import inference.GrpcPredictV2.ModelReadyResponse;
import inference.GrpcPredictV2.ServerLiveRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.access.Access;
import pakit.access.AccessFile;
import pakit.access.Principal;
import pakit.access.Role;
import pakit.access.Token;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;

/// Who may call what over gRPC, and what the others hear.
@Timeout(60)
class GrpcAccessTest {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @TempDir
    private Path directory;

    private final Token reader = Token.random(new SecureRandom());
    private ModelServer models;
    private Port port;
    private ManagedChannel channel;

    @BeforeEach
    void open() throws Exception {
        Path file = directory.resolve("tokens");
        AccessFile.add(file, new Principal("alice", Role.READER), reader);
        models = new SteadyModels().start(directory.resolve("models"), "1.0.0");
        Access access =
                Access.guarded(Optional.of(AccessFile.open(file)), Optional.empty(), Token.random(new SecureRandom()));
        port = Port.open(new PlayedNode(), models, Port.settings(access));
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port.address().getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        port.close();
        models.close();
    }

    @Test
    void withoutCredentialsOnlyTheProbesAnswer() throws Exception {
        var nobody = GRPCInferenceServiceGrpc.newBlockingStub(channel);

        assertThat(nobody.serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
                .isTrue();
        Status refused = failure(() -> ready(nobody));
        assertThat(refused.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(port.get("/v2/models/steady/ready").body()).contains(String.valueOf(refused.getDescription()));
    }

    @Test
    void unknownTokensAreRefused() {
        var stranger = with(Token.random(new SecureRandom()));

        assertThat(failure(() -> ready(stranger)).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aReaderAsksModelsAndDoesNotLoadThem() {
        var alice = with(reader);

        assertThat(ready(alice)).isTrue();
        assertThat(failure(() -> load(alice)).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    /// Camel's stubs lack this call. Who may not make it is refused before its message is read, so any will do.
    private static void load(GRPCInferenceServiceBlockingStub stub) {
        var load = GRPCInferenceServiceGrpc.getModelReadyMethod().toBuilder()
                .setFullMethodName("inference.GRPCInferenceService/RepositoryModelLoad")
                .build();
        ClientCalls.<ModelReadyRequest, ModelReadyResponse>blockingUnaryCall(
                stub.getChannel(), load, stub.getCallOptions(), ModelReadyRequest.getDefaultInstance());
    }

    private static boolean ready(GRPCInferenceServiceBlockingStub stub) {
        return stub.modelReady(ModelReadyRequest.newBuilder().setName("steady").build())
                .getReady();
    }

    private GRPCInferenceServiceBlockingStub with(Token token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token.text());
        return GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static Status failure(Runnable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::run).getStatus();
    }
}
