package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;

/// Answers against the schemas that the Open Inference Protocol publishes (`published-protocol.json`), not against our
/// own words for them.
@Timeout(60)
class PublishedProtocolTest {
    private static final String ADDRESS = "https://published.test/protocol";

    @TempDir
    private static Path modelDir;

    private static ModelServer models;
    private static Port port;
    private static JsonSchemaFactory schemas;

    @BeforeAll
    static void open() throws IOException {
        models = new SteadyModels().start(modelDir, "1.0.0");
        port = Port.open(new PlayedNode(), models, Port.settings());
        try (InputStream published = PublishedProtocolTest.class.getResourceAsStream("published-protocol.json")) {
            String text = new String(
                    Objects.requireNonNull(published).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            schemas = JsonSchemaFactory.getInstance(
                    SpecVersion.VersionFlag.V202012,
                    factory -> factory.schemaLoaders(loaders -> loaders.schemas(Map.of(ADDRESS, text))));
        }
    }

    @AfterAll
    static void close() {
        port.close();
        models.close();
    }

    @Test
    void metadataAndAnswersAreAsPublished() throws Exception {
        assertFits("metadata_server_response", port.get("/v2"));
        assertFits("metadata_model_response", port.get("/v2/models/steady"));
        assertFits("metadata_model_response", port.get("/v2/models/steady/versions/1.0.0"));
        assertFits("inference_response", infer("""
                {"id":"42","inputs":[{"name":"features","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6]}],
                 "outputs":[{"name":"gains"}]}"""));
    }

    @Test
    void errorsAreAsPublished() throws Exception {
        assertFits("metadata_model_error_response", port.get("/v2/models/nobody"));
        assertFits("inference_error_response", infer("{"));
    }

    @Test
    void whatDiffersIsSeen() throws Exception {
        assertThat(objections("inference_response", port.get("/v2"))).isNotEmpty();
    }

    /// The example of the protocol's text: its tensors are not this model's, and the answer says which is wrong.
    @Test
    void thePublishedExampleIsUnderstood() throws Exception {
        HttpResponse<String> answer = infer("""
                {
                  "id" : "42",
                  "inputs" : [
                    {
                      "name" : "input0",
                      "shape" : [ 2, 2 ],
                      "datatype" : "UINT32",
                      "data" : [ 1, 2, 3, 4 ]
                    },
                    {
                      "name" : "input1",
                      "shape" : [ 3 ],
                      "datatype" : "BOOL",
                      "data" : [ true ]
                    }
                  ],
                  "outputs" : [
                    {
                      "name" : "output0"
                    }
                  ]
                }""");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"error\":\"there is no output 'output0', the model gives [gains]\"");
    }

    private static HttpResponse<String> infer(String request) throws Exception {
        return port.post("/v2/models/steady/infer", "application/json", request);
    }

    private static void assertFits(String schema, HttpResponse<String> answer) {
        assertThat(objections(schema, answer)).isEmpty();
    }

    private static List<String> objections(String schema, HttpResponse<String> answer) {
        return schemas
                .getSchema(SchemaLocation.of(ADDRESS + "#/schemas/" + schema))
                .validate(answer.body(), InputFormat.JSON)
                .stream()
                .map(message -> message + " in " + answer.body())
                .toList();
    }
}
