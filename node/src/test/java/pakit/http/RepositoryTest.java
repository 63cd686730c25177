package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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

/// The repository extension, as published, and versions asked for by name.
@Timeout(60)
class RepositoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ASKED =
            "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP32\",\"data\":[1,2,3]}]}";

    @TempDir
    private Path modelDir;

    private ModelServer models;
    private Port port;

    @BeforeEach
    void open() {
        models = new SteadyModels().start(modelDir, "1.0.0", "2.0.0");
        port = Port.open(new PlayedNode(), models, Port.settings());
    }

    @AfterEach
    void close() {
        port.close();
        models.close();
    }

    @Test
    void theServerSaysThatItSpeaksIt() throws Exception {
        assertThat(JSON.readTree(port.get("/v2").body()).path("extensions").toString())
                .isEqualTo("[\"binary_tensor_data\",\"model_repository\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"ready\":false}"})
    void theIndexTellsOfEveryVersion(String body) throws Exception {
        assertThat(ok("/v2/repository/index", body).toString())
                .isEqualTo("[{\"name\":\"steady\",\"version\":\"2.0.0\",\"state\":\"UNAVAILABLE\","
                        + "\"reason\":\"neither champion nor challenger\"},"
                        + "{\"name\":\"steady\",\"version\":\"1.0.0\",\"state\":\"READY\",\"reason\":\"\"}]");
    }

    @Test
    void theIndexTellsOnlyOfWhatAnswersIfAskedTo() throws Exception {
        JsonNode index = ok("/v2/repository/index", "{\"ready\":true}");

        assertThat(index).hasSize(1);
        assertThat(index.at("/0/version").asText()).isEqualTo("1.0.0");
    }

    @Test
    void anUnloadedModelDoesNotAnswerUntilItIsLoaded() throws Exception {
        ok("/v2/repository/models/steady/unload", "{\"parameters\":{\"unload_dependents\":false}}");

        assertThat(port.get("/v2/models/steady/ready").statusCode()).isEqualTo(404);
        assertThat(port.post("/v2/models/steady/infer", "application/json", ASKED)
                        .statusCode())
                .isEqualTo(404);
        assertThat(ok("/v2/repository/index", "{\"ready\":true}")).isEmpty();
        assertThat(port.get("/v2/health/ready").statusCode()).isEqualTo(200);

        ok("/v2/repository/models/steady/load", "");

        assertThat(port.get("/v2/models/steady/ready").statusCode()).isEqualTo(200);
        assertThat(ok("/v2/models/steady/infer", ASKED).path("model_version").asText())
                .isEqualTo("1.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "challenger"})
    void aChallengerIsAskedByName(String version) throws Exception {
        models.aliases().challenge("steady", ModelVersion.parse("2.0.0"), new Cause("test", ""));

        String path = "/v2/models/steady/versions/" + version;
        assertThat(ok(path + "/infer", ASKED).path("model_version").asText()).isEqualTo("2.0.0");
        assertThat(port.get(path + "/ready").statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(port.get(path).body()).path("versions").toString())
                .isEqualTo("[\"1.0.0\",\"2.0.0\"]");
        assertThat(ok("/v2/models/steady/infer", ASKED).path("model_version").asText())
                .isEqualTo("1.0.0");
        assertThat(ok("/v2/models/steady/versions/champion/infer", ASKED)
                        .path("model_version")
                        .asText())
                .isEqualTo("1.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "unload"})
    void anUnknownModelIsNotFound(String change) throws Exception {
        HttpResponse<String> answer = port.post("/v2/repository/models/nobody/" + change, "application/json", "");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(answer.body()).path("error").asText()).contains("nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[]", "{\"ready\":\"perhaps\"}"})
    void whatIsNoIndexRequestIsRefused(String body) throws Exception {
        HttpResponse<String> answer = port.post("/v2/repository/index", "application/json", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("error").asText()).isNotEmpty();
    }

    private JsonNode ok(String path, String body) throws Exception {
        HttpResponse<String> answer = port.post(path, "application/json", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
