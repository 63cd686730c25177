package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.GrpcPredictV2.ModelReadyRequest;
import inference.GrpcPredictV2.ServerLiveRequest;
import io.grpc.Status;
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
import pakit.oip.RepositoryIndexRequest;
import pakit.oip.RepositoryIndexResponse;
import pakit.oip.RepositoryModelLoadRequest;
import pakit.oip.RepositoryModelLoadResponse;
import pakit.oip.RepositoryModelUnloadRequest;
import pakit.oip.RepositoryModelUnloadResponse;

/// Who may call what over gRPC, and what the others hear.
@Timeout(60)
class GrpcAccessTest {
    @TempDir
    private Path directory;

    private final Token reader = Token.random(new SecureRandom());
    private final Token operator = Token.random(new SecureRandom());
    private ModelServer models;
    private Port port;
    private GrpcClient client;

    @BeforeEach
    void open() throws Exception {
        Path file = directory.resolve("tokens");
        AccessFile.add(file, new Principal("alice", Role.READER), reader);
        AccessFile.add(file, new Principal("bob", Role.OPERATOR), operator);
        models = new SteadyModels().start(directory.resolve("models"), "1.0.0");
        Access access =
                Access.guarded(Optional.of(AccessFile.open(file)), Optional.empty(), Token.random(new SecureRandom()));
        port = Port.open(new PlayedNode(), models, Port.settings(access));
        client = GrpcClient.to(port.address());
    }

    @AfterEach
    void close() {
        client.close();
        port.close();
        models.close();
    }

    @Test
    void withoutCredentialsOnlyTheProbesAnswer() throws Exception {
        var nobody = stub(client);

        assertThat(nobody.serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
                .isTrue();
        Status refused = GrpcClient.failure(() -> ready(nobody));
        assertThat(refused.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(port.get("/v2/models/steady/ready").body()).contains(String.valueOf(refused.getDescription()));
    }

    @Test
    void unknownTokensAreRefused() {
        var stranger = stub(client.with(Token.random(new SecureRandom())));

        assertThat(GrpcClient.failure(() -> ready(stranger)).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aReaderAsksModelsAndDoesNotLoadThem() {
        var alice = client.with(reader);

        assertThat(ready(stub(alice))).isTrue();
        assertThat(index(alice).getModelsCount()).isEqualTo(1);
        assertThat(GrpcClient.failure(() -> load(alice)).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(GrpcClient.failure(() -> unload(alice)).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(ready(stub(alice))).isTrue();
    }

    @Test
    void anOperatorLoadsAndUnloads() {
        var bob = client.with(operator);

        unload(bob);
        assertThat(GrpcClient.failure(() -> ready(stub(bob))).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        load(bob);
        assertThat(ready(stub(bob))).isTrue();
    }

    private static RepositoryIndexResponse index(GrpcClient client) {
        return client.call(
                "RepositoryIndex",
                RepositoryIndexRequest.getDefaultInstance(),
                RepositoryIndexResponse.getDefaultInstance());
    }

    private static void load(GrpcClient client) {
        client.call(
                "RepositoryModelLoad",
                RepositoryModelLoadRequest.newBuilder().setModelName("steady").build(),
                RepositoryModelLoadResponse.getDefaultInstance());
    }

    private static void unload(GrpcClient client) {
        client.call(
                "RepositoryModelUnload",
                RepositoryModelUnloadRequest.newBuilder().setModelName("steady").build(),
                RepositoryModelUnloadResponse.getDefaultInstance());
    }

    private static boolean ready(GRPCInferenceServiceBlockingStub stub) {
        return stub.modelReady(ModelReadyRequest.newBuilder().setName("steady").build())
                .getReady();
    }

    private static GRPCInferenceServiceBlockingStub stub(GrpcClient client) {
        return GRPCInferenceServiceGrpc.newBlockingStub(client.stubs());
    }
}
