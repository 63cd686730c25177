package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;

@Timeout(60)
class InferenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INFER = "/v2/models/steady/infer";

    @TempDir
    private static Path modelDir;

    private static ModelServer models;
    private static Port port;

    @BeforeAll
    static void open() {
        models = new SteadyModels().start(modelDir, "1.0.0", "2.0.0");
        port = Port.open(new PlayedNode(), models, Port.settings());
    }

    @AfterAll
    static void close() {
        port.close();
        models.close();
    }

    @Test
    void theServerSaysWhatItIs() throws Exception {
        JsonNode server = ok(port.get("/v2"));

        assertThat(server.path("name").asText()).isEqualTo("pakit");
        assertThat(server.path("version").asText()).isNotEmpty();
        assertThat(server.path("extensions").isArray()).isTrue();
        assertThat(ok(port.get("/v2/health/live")).path("live").asBoolean()).isTrue();
        assertThat(ok(port.get("/v2/health/ready")).path("ready").asBoolean()).isTrue();
    }

    @Test
    void aModelSaysWhatItTakesAndGives() throws Exception {
        JsonNode model = ok(port.get("/v2/models/steady"));

        assertThat(model.toString())
                .isEqualTo("{\"name\":\"steady\",\"versions\":[\"1.0.0\"],\"platform\":\"onnx_onnxv1\","
                        + "\"inputs\":[{\"name\":\"features\",\"datatype\":\"FP32\",\"shape\":[-1,3]}],"
                        + "\"outputs\":[{\"name\":\"gains\",\"datatype\":\"FP32\",\"shape\":[-1,2]}]}");
        assertThat(ok(port.get("/v2/models/steady/versions/1.0.0"))).isEqualTo(model);
        assertThat(ok(port.get("/v2/models/steady/ready")).path("ready").asBoolean())
                .isTrue();
        ok(port.get("/v2/models/steady/versions/1.0.0/ready"));
    }

    @Test
    void flatDataIsAnswered() throws Exception {
        JsonNode answer = ok(infer("""
                {"id":"42","inputs":[{"name":"features","shape":[2,3],"datatype":"FP32","data":[1,2,3,4.5,5e0,-6]}],
                 "outputs":[{"name":"gains"}]}"""));

        assertThat(answer.toString())
                .isEqualTo("{\"model_name\":\"steady\",\"model_version\":\"1.0.0\",\"id\":\"42\",\"outputs\":"
                        + "[{\"name\":\"gains\",\"datatype\":\"FP32\",\"shape\":[2,2],\"data\":[1.0,6.0,1.0,3.5]}]}");
    }

    @Test
    void nestedDataIsAnsweredAlike() throws Exception {
        JsonNode flat = ok(infer(request("[2,3]", "[1,2,3,4,5,6]")));

        assertThat(ok(infer(request("[2,3]", "[[1,2,3],[4,5,6]]")))).isEqualTo(flat);
    }

    @Test
    void parametersAndUnknownFieldsAreSkippedAndTheIdIsOptional() throws Exception {
        JsonNode answer = ok(infer("""
                {"parameters":{"a":[1,{"b":2}]},"extra":{"x":[[]]},
                 "inputs":[{"data":[1,2,3],"parameters":{"p":1},"datatype":"FP32","name":"features","shape":[1,3]}],
                 "outputs":[{"name":"gains","parameters":{"q":true}}]}"""));

        assertThat(answer.has("id")).isFalse();
        assertThat(answer.at("/outputs/0/data/1").asDouble()).isEqualTo(6);
    }

    @Test
    void theLiveVersionMayBeNamed() throws Exception {
        HttpResponse<String> answer =
                port.post("/v2/models/steady/versions/1.0.0/infer", "application/json", request("[1,3]", "[1,2,3]"));

        assertThat(ok(answer).path("model_version").asText()).isEqualTo("1.0.0");
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/models/nobody/infer, no model 'nobody' is loaded",
        "/v2/models/nobody/versions/1.0.0/infer, no model 'nobody' is loaded",
        "/v2/models/steady/versions/2.0.0/infer, \"'steady' has version 1.0.0 live, version '2.0.0' is not served\"",
    })
    void whatIsNotServedIsNotFound(String path, String detail) throws Exception {
        HttpResponse<String> answer = port.post(path, "application/json", request("[1,3]", "[1,2,3]"));

        assertProblem(answer, 404, detail.replace("\"", ""));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void whatIsWrongIsNamed(String body, String detail) throws Exception {
        assertProblem(infer(body), 400, detail);
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                Arguments.of("", "the request must be a JSON object, found nothing"),
                Arguments.of("[]", "the request must be a JSON object"),
                Arguments.of("{\"inputs\":[", "the request is not JSON"),
                Arguments.of("{\"inputs\":[]} x", "the request is not JSON"),
                Arguments.of("{}", "the request has no 'inputs'"),
                Arguments.of("{\"inputs\":[]}", "'inputs' must hold 'features' once, found it 0 times"),
                Arguments.of("{\"inputs\":{}}", "'inputs' must be an array"),
                Arguments.of("{\"id\":7,\"inputs\":[]}", "'id' must be a string"),
                Arguments.of(
                        "{\"inputs\":[{\"name\":\"features\",\"datatype\":\"FP32\",\"data\":[1]}]}",
                        "input 'features' has no 'shape'"),
                Arguments.of(
                        "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP32\"}]}",
                        "input 'features' has no 'data'"),
                Arguments.of(
                        request("[1,3]", "[1,2,3]").replace("features", "feature"),
                        "there is no input 'feature', the model takes 'features'"),
                Arguments.of(
                        request("[1,3]", "[1,2,3]").replace("FP32", "FP33"),
                        "input 'features' has the unknown datatype 'FP33', expected FP32"),
                Arguments.of(
                        request("[1,3]", "[1,2,3]").replace("FP32", "FP64"),
                        "input 'features' has datatype FP64, expected FP32"),
                Arguments.of(
                        request("[1,3]", "[true]").replace("FP32", "BOOL"),
                        "input 'features' has datatype BOOL, expected FP32"),
                Arguments.of(request("[3]", "[1,2,3]"), "input 'features' has shape [3], expected [-1, 3]"),
                Arguments.of(request("[1,4]", "[1,2,3,4]"), "input 'features' has shape [1, 4], expected [-1, 3]"),
                Arguments.of(request("[0,3]", "[]"), "input 'features' has shape [0, 3]"),
                Arguments.of(request("[-1,3]", "[1,2,3]"), "input 'features' has shape [-1, 3]"),
                Arguments.of(request("[1.5,3]", "[1,2,3]"), "'shape' must be an array of at most 8 whole numbers"),
                Arguments.of(request("[1,3]", "[1,2]"), "input 'features' has 2 values, its shape [1, 3] needs 3"),
                Arguments.of(request("[1,3]", "[1,2,3,4]"), "input 'features' has 4 values, its shape [1, 3] needs 3"),
                Arguments.of(
                        request("[4611686018427387904,3]", "[1,2,3]"),
                        "input 'features' has 3 values, its shape [4611686018427387904, 3] needs 9223372036854775807"),
                Arguments.of(request("[1,3]", "[1,NaN,3]"), "value 1 is not a finite FP32 number, found NaN"),
                Arguments.of(request("[1,3]", "[1,2,-Infinity]"), "value 2 is not a finite FP32 number"),
                Arguments.of(request("[1,3]", "[1e39,2,3]"), "value 0 is not a finite FP32 number, found 1e39"),
                Arguments.of(request("[1,3]", "[1,null,3]"), "value 1 is not a number, found null"),
                Arguments.of(request("[1,3]", "[1,\"2\",3]"), "value 1 is not a number, found 2"),
                Arguments.of(request("[1,3]", "[1,{},3]"), "'data' must hold numbers"),
                Arguments.of(request("[1,3]", "7"), "'data' must be an array"),
                Arguments.of(request("[2,3]", "[[1,2,3],[4,5]]"), "arrays differ in length: found 2 beside 3"),
                Arguments.of(request("[2,3]", "[[1,2,3],4,5,6]"), "it mixes numbers and arrays"),
                Arguments.of(request("[2,3]", "[1,2,3,[4,5,6]]"), "it mixes numbers and arrays"),
                Arguments.of(request("[2,3]", "[[1,2],[3,4],[5,6]]"), "has data nested as [3, 2], its shape is [2, 3]"),
                Arguments.of(request("[1,3]", "[[[[[[[[[1]]]]]]]]]"), "nested deeper than 8"),
                Arguments.of(
                        "{\"outputs\":[{\"name\":\"losses\"}],"
                                + request("[1,3]", "[1,2,3]").substring(1),
                        "there is no output 'losses', the model gives [gains]"),
                Arguments.of(
                        "{\"outputs\":[{}]," + request("[1,3]", "[1,2,3]").substring(1),
                        "an element of 'outputs' has no 'name'"));
    }

    @Test
    void bodiesAreJsonWhateverTheyAreCalled() throws Exception {
        HttpResponse<String> answer =
                port.post(INFER, "application/x-www-form-urlencoded", request("[1,3]", "[1,2,3]"));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void theGuardsStandBeforeInferenceToo() throws Exception {
        HttpResponse<String> answer = port.send(port.request(INFER)
                .header("Origin", "http://elsewhere.example")
                .POST(BodyPublishers.ofString(request("[1,3]", "[1,2,3]"))));

        assertProblem(answer, 403, "pages from 'http://elsewhere.example' may not use this node");
    }

    @Test
    void otherSpellingsOfAPathAreUnderstoodAndOtherMethodsRefused() throws Exception {
        HttpResponse<String> spelled = port.post("/v2/models/st%65ady/infer", "", request("[1,3]", "[1,2,3]"));
        assertThat(ok(spelled).path("model_name").asText()).isEqualTo("steady");

        assertProblem(port.get(INFER), 405, "GET " + INFER + " is not allowed");
        assertProblem(port.post("/v2/models/a/b/infer", "", "{}"), 404, "there is nothing at");
    }

    @Test
    void bodiesThatAreTooLargeAreRefused() throws Exception {
        assertProblem(infer(request("[1,3]", "[1" + " ".repeat(1 << 20) + ",2,3]")), 413, "too large");
    }

    @Test
    void fewLargeRequestsAreTakenAtATime() throws Exception {
        String head = "POST " + INFER + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
                + "Expect: 100-continue\r\n\r\n";
        try (Socket first = new Socket("127.0.0.1", port.address().getPort());
                Socket second = new Socket("127.0.0.1", port.address().getPort())) {
            for (Socket socket : List.of(first, second)) {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 100");
            }
            HttpResponse<String> refused = infer(request("[1,3]", "[1" + " ".repeat(80_000) + ",2,3]"));

            assertProblem(refused, 429, "the node takes 2 inference requests of more than 64 KiB at the same time");
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(infer(request("[1,3]", "[1,2,3]")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aLargeBodyWithoutLengthNeedsAPlaceToo() throws Exception {
        HttpResponse<String> answer = port.send(port.request(INFER)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(
                        request("[1,3]", "[1" + " ".repeat(200_000) + ",2,3]").getBytes(StandardCharsets.US_ASCII)))));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void largeRequestsAreAnsweredToo() throws Exception {
        int rows = 50_000;
        String data = "[" + "1,2,3,".repeat(rows - 1) + "1,2,3]";

        JsonNode answer = ok(infer(request("[" + rows + ",3]", data)));
        assertThat(answer.at("/outputs/0/data")).hasSize(2 * rows);
        assertThat(answer.at("/outputs/0/data/" + (2 * rows - 1)).asDouble()).isEqualTo(6);
    }

    private static String request(String shape, String data) {
        return "{\"inputs\":[{\"name\":\"features\",\"shape\":" + shape + ",\"datatype\":\"FP32\",\"data\":" + data
                + "}]}";
    }

    private static HttpResponse<String> infer(String body) throws Exception {
        return port.post(INFER, "application/json", body);
    }

    private static JsonNode ok(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return JSON.readTree(answer.body());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).contains(detail);
        assertThat(problem.path("error")).isEqualTo(problem.path("detail"));
    }
}
