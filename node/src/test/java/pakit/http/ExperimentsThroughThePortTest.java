package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.dag.Attributes;
import pakit.error.PakitException;
import pakit.node.ExperimentOperations;
import pakit.node.ExperimentOrder;
import pakit.node.ExperimentReport;
import pakit.node.Experiments;
import pakit.node.PutOrder;
import pakit.node.TriedNode;

@Timeout(120)
class ExperimentsThroughThePortTest {
    private static final int CLIENTS = 16;
    private static final int REPORTS = 100;
    private static final String INFER = "/v2/models/" + TriedNode.MODEL + "/infer";

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TriedNode tried;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Port port;

    @BeforeEach
    void open() {
        tried = new TriedNode(directory, "2.0.0");
        port = Port.open(tried.node(), tried.models(), tried.runner().framework(), Port.settings());
    }

    @AfterEach
    void close() {
        port.close();
        tried.close();
    }

    @Test
    void sixteenClientsAreCountedExactly() throws Exception {
        remote().create(order(0.5, null));
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                String user = "client" + client;
                all.add(clients.submit(() -> {
                    for (int i = 0; i < REPORTS; i++) {
                        remote().record("e", new ExperimentReport(user, i % 4 != 0, 2.0, Map.of("regret", 0.25)));
                    }
                }));
            }
            for (Future<?> client : all) {
                client.get();
            }
        }
        Experiments.Status status = remote().status("e");
        List<Experiments.Arm> arms = List.of(status.control(), status.treatment());
        assertThat(arms.stream().mapToLong(Experiments.Arm::impressions).sum()).isEqualTo(CLIENTS * REPORTS);
        assertThat(arms.stream().mapToLong(Experiments.Arm::events).sum()).isEqualTo(CLIENTS * REPORTS);
        assertThat(arms.stream().mapToLong(Experiments.Arm::successes).sum()).isEqualTo(CLIENTS * REPORTS * 3 / 4);
        assertThat(arms).allMatch(arm -> arm.impressions() % REPORTS == 0);
        assertThat(arms).allSatisfy(arm -> assertThat(arm.metrics()).containsEntry("regret", 0.25));
    }

    @Test
    void allBlocksOfAUsersPutsShareAnArm() {
        remote().create(order(0.5, null));
        byte[] file = new byte[300_000];
        new java.util.Random(3).nextBytes(file);
        port.remote()
                .put(
                        sink -> sink.file("", Attributes.FILE, file.length, new ByteArrayInputStream(file)),
                        new PutOrder(Optional.empty(), Optional.of("alice")));
        boolean useMl = remote().variant("e", "alice").useMl();
        Experiments.Status status = remote().status("e");
        Experiments.Arm hers = useMl ? status.treatment() : status.control();
        Experiments.Arm other = useMl ? status.control() : status.treatment();
        assertThat(hers.impressions()).isGreaterThan(3);
        assertThat(other.impressions()).isZero();
    }

    @Test
    void theArmOfAUserSaysWhichVersionAnswers() throws Exception {
        tried.node().models().challenge(TriedNode.MODEL, "2.0.0", "");
        remote().create(new ExperimentOrder(
                "e", null, 0.5, null, "1.0.0", List.of("2.0.0"), null, null, null, "latency_ms", null));
        Map<String, String> versions = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            String user = "user" + i;
            String answered = version(infer(INFER, user));
            assertThat(answered).isEqualTo(remote().variant("e", user).version());
            assertThat(version(infer(INFER, user))).isEqualTo(answered);
            versions.put(user, answered);
        }
        assertThat(versions.values()).contains("1.0.0", "2.0.0");
        assertThat(version(infer("/v2/models/" + TriedNode.MODEL + "/versions/2.0.0/infer", "user0")))
                .isEqualTo("2.0.0");
        Experiments.Status status = remote().status("e");
        assertThat(status.control().events() + status.treatment().events()).isEqualTo(80);
        assertThat(status.treatment().successRate()).isEqualTo(1);

        tried.failing.set(true);
        String harmed = versions.keySet().stream()
                .filter(user -> "2.0.0".equals(versions.get(user)))
                .findFirst()
                .orElseThrow();
        assertThat(infer(INFER, harmed).statusCode()).isEqualTo(503);
        assertThat(remote().status("e").treatment().successRate()).isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"name":"f","split":1.5}                                    | experiments           | 400 | 1.5
                    {"name":"f","ramp":[25,5]}                                  | experiments           | 400 | increase
                    {"split":0.5}                                               | experiments           | 400 | name
                    {"user":"u","success":true,"latencyMs":-1}                  | experiments/e/results | 400 | latencyMs
                    {"user":"u","success":true,"latencyMs":"NaN"}               | experiments/e/results | 400 | latencyMs
                    {"user":"u","success":true,"latencyMs":"Infinity"}          | experiments/e/results | 400 | latencyMs
                    {"user":"u","success":true}                                 | experiments/e/results | 400 | latencyMs
                    {"user":" ","success":true,"latencyMs":1}                   | experiments/e/results | 400 | user
                    {"success":true,"latencyMs":1}                              | experiments/e/results | 400 | user
                    {"user":"u","success":true,"latencyMs":1,"metrics":{"A":1}} | experiments/e/results | 400 | metric
                    {"user":"u","success":true,"latencyMs":1}                   | experiments/x/results | 404 | 'x'
                    {"split":0.05}                                              | experiments/e/split   | 409 | only grow
                    {"split":-1}                                                | experiments/e/split   | 400 | -1
                    {}                                                          | experiments/e/split   | 400 | split
                    {}                                                          | experiments/x/stop    | 404 | 'x'
                    """)
    void badRequestsAreAnsweredAndNothingIsCounted(String body, String path, int status, String says) throws Exception {
        remote().create(order(0.25, null));
        HttpResponse<String> answer = port.post("/v1/" + path, "application/json", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(says);
        assertThat(remote().list()).hasSize(1);
        assertThat(remote().status("e").control().impressions()
                        + remote().status("e").treatment().impressions())
                .isZero();
        assertThat(remote().status("e").trafficSplit()).isEqualTo(0.25);
    }

    @Test
    void whatRunsIsNotDeletedAndWhatIsUnknownIsNamed() throws Exception {
        remote().create(order(0.25, null));
        assertThatThrownBy(() -> remote().delete("e")).isInstanceOf(PakitException.Refused.class);
        assertThatThrownBy(() -> remote().significance("e", "speed"))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("latency_ms");
        remote().stop("e", "");
        remote().delete("e");
        assertThatThrownBy(() -> remote().status("e")).isInstanceOf(PakitException.NotFound.class);
    }

    private ExperimentOperations remote() {
        return port.remote().experiments();
    }

    private HttpResponse<String> infer(String path, String user) throws Exception {
        HttpRequest.Builder request = port.request(path).header("Content-Type", "application/json");
        String zeros = "0,".repeat(30) + "0";
        String body = "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,31],\"datatype\":\"FP32\",\"data\":[" + zeros
                + "]}]}";
        return port.send(request.header("X-Pakit-User", user).POST(BodyPublishers.ofString(body)));
    }

    private static String version(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode json = new ObjectMapper().readTree(answer.body());
        return json.path("model_version").asText();
    }

    private static ExperimentOrder order(@Nullable Double split, @Nullable List<Double> ramp) {
        return new ExperimentOrder("e", null, split, ramp, null, null, null, null, null, null, null);
    }
}
