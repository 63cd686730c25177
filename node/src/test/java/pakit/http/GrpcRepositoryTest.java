package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.ml.models.ModelVersion;
import pakit.ml.serving.Cause;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;
import pakit.oip.InferParameter;
import pakit.oip.InferTensorContents;
import pakit.oip.ModelInferRequest;
import pakit.oip.ModelInferRequest.InferInputTensor;
import pakit.oip.ModelInferResponse;
import pakit.oip.ModelMetadataRequest;
import pakit.oip.ModelMetadataResponse;
import pakit.oip.ModelReadyRequest;
import pakit.oip.ModelReadyResponse;
import pakit.oip.ModelRepositoryParameter;
import pakit.oip.RepositoryIndexRequest;
import pakit.oip.RepositoryIndexResponse;
import pakit.oip.RepositoryModelLoadRequest;
import pakit.oip.RepositoryModelLoadResponse;
import pakit.oip.RepositoryModelUnloadRequest;
import pakit.oip.RepositoryModelUnloadResponse;
import pakit.oip.ServerMetadataRequest;
import pakit.oip.ServerMetadataResponse;

/// The repository extension over gRPC does what it does over REST, and versions are asked for by name.
@Timeout(60)
class GrpcRepositoryTest {
    @TempDir
    private Path modelDir;

    private ModelServer models;
    private Port port;
    private GrpcClient client;

    @BeforeEach
    void open() {
        models = new SteadyModels().start(modelDir, "1.0.0", "2.0.0");
        port = Port.open(new PlayedNode(), models, Port.settings());
        client = GrpcClient.to(port.address());
    }

    @AfterEach
    void close() {
        client.close();
        port.close();
        models.close();
    }

    @Test
    void theServerSaysThatItSpeaksIt() {
        assertThat(client.call(
                                "ServerMetadata",
                                ServerMetadataRequest.getDefaultInstance(),
                                ServerMetadataResponse.getDefaultInstance())
                        .getExtensionsList())
                .contains("model_repository");
    }

    @Test
    void theIndexTellsOfEveryVersionOrOfThoseThatAnswer() {
        assertThat(index(RepositoryIndexRequest.getDefaultInstance()).stream()
                        .map(entry -> entry.getName() + " " + entry.getVersion() + " " + entry.getState() + " "
                                + entry.getReason()))
                .containsExactly("steady 2.0.0 UNAVAILABLE neither champion nor challenger", "steady 1.0.0 READY ");
        assertThat(index(RepositoryIndexRequest.newBuilder().setReady(true).build()))
                .extracting(RepositoryIndexResponse.ModelIndex::getVersion)
                .containsExactly("1.0.0");
    }

    @Test
    void anUnloadedModelDoesNotAnswerUntilItIsLoaded() {
        ModelRepositoryParameter no =
                ModelRepositoryParameter.newBuilder().setBoolParam(false).build();
        client.call(
                "RepositoryModelUnload",
                RepositoryModelUnloadRequest.newBuilder()
                        .setModelName("steady")
                        .putParameters("unload_dependents", no)
                        .build(),
                RepositoryModelUnloadResponse.getDefaultInstance());

        assertThat(GrpcClient.failure(() -> ready("")).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(GrpcClient.failure(() -> infer("")).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(index(RepositoryIndexRequest.newBuilder().setReady(true).build()))
                .isEmpty();

        load(RepositoryModelLoadRequest.newBuilder().setModelName("steady").putParameters("config", no));

        assertThat(ready("")).isTrue();
        assertThat(infer("").getModelVersion()).isEqualTo("1.0.0");
    }

    /// KServe's own proto has the model's name in field 1, and wants to hear what came of it.
    @Test
    void theCallsOfKServesClientsAreUnderstood() {
        RepositoryModelUnloadResponse unloaded = client.call(
                "RepositoryModelUnload",
                RepositoryModelUnloadRequest.newBuilder()
                        .setRepositoryName("steady")
                        .build(),
                RepositoryModelUnloadResponse.getDefaultInstance());
        assertThat(unloaded.getModelName()).isEqualTo("steady");
        assertThat(unloaded.getIsUnloaded()).isTrue();
        assertThat(GrpcClient.failure(() -> ready("")).getCode()).isEqualTo(Status.Code.NOT_FOUND);

        RepositoryModelLoadResponse loaded =
                load(RepositoryModelLoadRequest.newBuilder().setRepositoryName("steady"));
        assertThat(loaded.getModelName()).isEqualTo("steady");
        assertThat(loaded.getIsLoaded()).isTrue();
        assertThat(ready("")).isTrue();
    }

    @Test
    void whatIsNotThereIsNotFoundInTheWordsOfRest() throws Exception {
        Status model = GrpcClient.failure(
                () -> load(RepositoryModelLoadRequest.newBuilder().setModelName("nobody")));
        assertThat(model.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(port.post("/v2/repository/models/nobody/load", "application/json", "")
                        .body())
                .contains(String.valueOf(model.getDescription()));

        Status repository = GrpcClient.failure(() -> load(RepositoryModelLoadRequest.newBuilder()
                .setRepositoryName("elsewhere")
                .setModelName("steady")));
        assertThat(repository.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(repository.getDescription()).contains("'elsewhere'", "without a name");
        assertThat(GrpcClient.failure(() -> index(RepositoryIndexRequest.newBuilder()
                                .setRepositoryName("elsewhere")
                                .build()))
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "challenger"})
    void aChallengerIsAskedByName(String version) {
        assertThat(GrpcClient.failure(() -> infer(version)).getCode()).isEqualTo(Status.Code.NOT_FOUND);

        models.aliases().challenge("steady", ModelVersion.parse("2.0.0"), new Cause("test", ""));

        assertThat(infer(version).getModelVersion()).isEqualTo("2.0.0");
        assertThat(ready(version)).isTrue();
        assertThat(metadata(version).getVersionsList()).containsExactly("1.0.0", "2.0.0");
        assertThat(infer("champion").getModelVersion()).isEqualTo("1.0.0");
        assertThat(infer("").getModelVersion()).isEqualTo("1.0.0");
    }

    /// As over REST; the form of the answer is that of the request.
    @Test
    void parametersAreAcceptedAndNotUsed() {
        InferParameter yes = InferParameter.newBuilder().setBoolParam(true).build();
        ModelInferRequest.Builder question = question("").putParameters("binary_data_output", yes);
        question.getInputsBuilder(0).putParameters("priority", yes);
        question.addOutputsBuilder().setName("gains").putParameters("classification", yes);

        ModelInferResponse answer =
                client.call("ModelInfer", question.build(), ModelInferResponse.getDefaultInstance());

        assertThat(answer.getOutputs(0).getContents().getFp32ContentsList()).containsExactly(1f, 6f);
        assertThat(answer.getParametersMap()).isEmpty();
    }

    private List<RepositoryIndexResponse.ModelIndex> index(RepositoryIndexRequest request) {
        return client.call("RepositoryIndex", request, RepositoryIndexResponse.getDefaultInstance())
                .getModelsList();
    }

    private RepositoryModelLoadResponse load(RepositoryModelLoadRequest.Builder request) {
        return client.call("RepositoryModelLoad", request.build(), RepositoryModelLoadResponse.getDefaultInstance());
    }

    private boolean ready(String version) {
        return client.call(
                        "ModelReady",
                        ModelReadyRequest.newBuilder()
                                .setName("steady")
                                .setVersion(version)
                                .build(),
                        ModelReadyResponse.getDefaultInstance())
                .getReady();
    }

    private ModelMetadataResponse metadata(String version) {
        return client.call(
                "ModelMetadata",
                ModelMetadataRequest.newBuilder()
                        .setName("steady")
                        .setVersion(version)
                        .build(),
                ModelMetadataResponse.getDefaultInstance());
    }

    private ModelInferResponse infer(String version) {
        return client.call("ModelInfer", question(version).build(), ModelInferResponse.getDefaultInstance());
    }

    private static ModelInferRequest.Builder question(String version) {
        return ModelInferRequest.newBuilder()
                .setModelName("steady")
                .setModelVersion(version)
                .addInputs(InferInputTensor.newBuilder()
                        .setName("features")
                        .setDatatype("FP32")
                        .addAllShape(List.of(1L, 3L))
                        .setContents(InferTensorContents.newBuilder().addAllFp32Contents(List.of(1f, 2f, 3f))));
    }
}
