package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;

/// The binary tensor data extension, as published.
@Timeout(60)
class BinaryTensorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LENGTH = "Inference-Header-Content-Length";
    private static final float[] FEATURES = {1, 2, 3, 4.5f, 5, -6};

    @TempDir
    private static Path modelDir;

    private static ModelServer models;
    private static Port port;
    private static HttpClient client;

    @BeforeAll
    static void open() {
        models = new SteadyModels().start(modelDir, "1.0.0");
        port = Port.open(new PlayedNode(), models, Port.settings());
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void close() {
        client.close();
        port.close();
        models.close();
    }

    @Test
    void theServerSaysThatItSpeaksIt() throws Exception {
        assertThat(JSON.readTree(port.get("/v2").body()).path("extensions").toString())
                .contains("\"binary_tensor_data\"");
    }

    @Test
    void bytesInBytesOut() throws Exception {
        HttpResponse<byte[]> answer = send(request("\"parameters\":{\"binary_data_output\":true},", ""), FEATURES);

        assertThat(answer.statusCode()).as(text(answer.body())).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
        int json = Integer.parseInt(answer.headers().firstValue(LENGTH).orElseThrow());
        assertThat(text(Arrays.copyOf(answer.body(), json)))
                .isEqualTo("{\"model_name\":\"steady\",\"model_version\":\"1.0.0\",\"outputs\":[{\"name\":\"gains\","
                        + "\"datatype\":\"FP32\",\"shape\":[2,2],\"parameters\":{\"binary_data_size\":16}}]}");
        assertThat(floats(answer.body(), json)).containsExactly(1, 6, 1, 3.5f);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(json + 16L);
    }

    @Test
    void bytesInJsonOut() throws Exception {
        HttpResponse<byte[]> answer = send(request("", ""), FEATURES);

        assertThat(answer.statusCode()).as(text(answer.body())).isEqualTo(200);
        assertThat(answer.headers().firstValue(LENGTH)).isEmpty();
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(JSON.readTree(answer.body()).at("/outputs/0/data").toString())
                .isEqualTo("[1.0,6.0,1.0,3.5]");
    }

    @Test
    void jsonInBytesOut() throws Exception {
        String body = """
                {"inputs":[{"name":"features","shape":[1,3],"datatype":"FP32","data":[1,2,3]}],
                 "outputs":[{"name":"gains","parameters":{"binary_data":true}}]}""";

        HttpResponse<byte[]> answer = send(body.getBytes(StandardCharsets.UTF_8), null);

        assertThat(answer.statusCode()).as(text(answer.body())).isEqualTo(200);
        int json = Integer.parseInt(answer.headers().firstValue(LENGTH).orElseThrow());
        assertThat(floats(answer.body(), json)).containsExactly(1, 6);
    }

    @Test
    void anOutputMayDifferFromWhatTheRequestSaysOfAll() throws Exception {
        String outputs = "\"outputs\":[{\"name\":\"gains\",\"parameters\":{\"binary_data\":false}}],";

        HttpResponse<byte[]> answer = send(request("\"parameters\":{\"binary_data_output\":true},", outputs), FEATURES);

        assertThat(answer.headers().firstValue(LENGTH)).isEmpty();
        assertThat(JSON.readTree(answer.body()).at("/outputs/0/data")).hasSize(4);
    }

    @Test
    void aBatchThatLeavesTheEventLoopIsAnsweredAlike() throws Exception {
        int rows = 20_000;
        float[] features = new float[3 * rows];
        Arrays.fill(features, 2);
        String json = request("\"parameters\":{\"binary_data_output\":true},", "")
                .replace("[2,3]", "[" + rows + ",3]")
                .replace(":24}", ":" + 12 * rows + "}");

        HttpResponse<byte[]> answer = send(json, features);

        int length = Integer.parseInt(answer.headers().firstValue(LENGTH).orElseThrow());
        float[] gains = floats(answer.body(), length);
        assertThat(gains).hasSize(2 * rows).endsWith(1, 6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "24 | 23 | input 'features' has 24 bytes behind the JSON by its 'binary_data_size', found 23",
                "24 | 25 | the body goes on for 1 bytes after its last binary tensor",
                "20 | 20 | input 'features' has 5 values, its shape [2, 3] needs 6",
                "21 | 21 | input 'features' has 21 bytes of data, FP32 takes 4 for each value",
                "-1 | 24 | 'binary_data_size' must be a number of bytes, found -1",
                "1.5 | 24 | 'binary_data_size' must be a number of bytes, found 1.5",
                "\"9\" | 24 | 'binary_data_size' must be a number of bytes, found 9",
                "99999999999999999999 | 24 | 'binary_data_size' must be a number of bytes, found 99999999999999999999",
            })
    void sizesThatDoNotFitAreNamed(String said, int sent, String detail) throws Exception {
        byte[] json = request("", "").replace(":24}", ":" + said.strip() + "}").getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(json, json.length + sent);

        assertProblem(send(body, String.valueOf(json.length)), detail);
    }

    @ParameterizedTest
    @CsvSource({"x", "-1", "1000000", "99999999999"})
    void aHeaderThatIsNoLengthIsNamed(String length) throws Exception {
        assertProblem(
                send(request("", "").getBytes(StandardCharsets.UTF_8), length),
                LENGTH + " must be a number from 0 to ");
    }

    @Test
    void bytesWithoutTheHeaderAreRefused() throws Exception {
        assertProblem(
                send(request("", "").getBytes(StandardCharsets.UTF_8), null),
                "input 'features' has a 'binary_data_size', so the header " + LENGTH
                        + " must say where the JSON ends; it is missing");
    }

    @Test
    void dataInBothFormsAreRefused() throws Exception {
        String both = request("", "").replace("\"parameters\":", "\"data\":[1,2,3,4,5,6],\"parameters\":");

        assertProblem(send(both, FEATURES), "input 'features' has both 'data' and 'binary_data_size'");
    }

    private static String request(String parameters, String outputs) {
        return "{" + parameters + outputs
                + "\"inputs\":[{\"name\":\"features\",\"shape\":[2,3],\"datatype\":\"FP32\","
                + "\"parameters\":{\"binary_data_size\":24}}]}";
    }

    private static HttpResponse<byte[]> send(String json, float[] features) throws Exception {
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(head.length + 4 * features.length).order(ByteOrder.LITTLE_ENDIAN);
        body.put(head);
        for (float feature : features) {
            body.putFloat(feature);
        }
        return send(body.array(), String.valueOf(head.length));
    }

    private static HttpResponse<byte[]> send(byte[] body, @Nullable String jsonLength)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = port.request("/v2/models/steady/infer").POST(BodyPublishers.ofByteArray(body));
        if (jsonLength != null) {
            request.header(LENGTH, jsonLength);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void assertProblem(HttpResponse<byte[]> answer, String detail) throws IOException {
        assertThat(answer.statusCode()).as(text(answer.body())).isEqualTo(400);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("error").asText()).contains(detail);
    }

    private static float[] floats(byte[] body, int from) {
        ByteBuffer bytes = ByteBuffer.wrap(body, from, body.length - from).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
