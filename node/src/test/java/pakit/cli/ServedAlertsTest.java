package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.access.TestCertificates;
import pakit.access.TlsIdentity;
import pakit.access.TlsTrust;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.tensor.DenseNetwork;

/// Alerts from their cause to their end: a running node whose model fails or is slow, asked over HTTP, looked at with
/// verbs, over HTTP and in the metrics, and told to a webhook.
@Timeout(180)
class ServedAlertsTest {
    private static final String MODEL = "compression_predictor";
    private static final String TIME = "\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d] ";

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Cli cli = new Cli(Path.of(""));

    @BeforeEach
    void here() {
        cli = new Cli(directory);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void aModelThatFailsRaisesItsErrorRateUntilItIsRolledBack() throws Exception {
        cli.run("models", "list");
        assertThat(cli.run("models", "register", MODEL, "6.6.6", failing().toString())
                        .status())
                .isZero();
        try (AlertReceiver receiver = AlertReceiver.plain();
                ServedHome served = ServedHome.in(directory, settings(Map.of("alerts.webhook", receiver.url())))) {
            Cli.Answer swapped = cli.run("models", "swap", MODEL, "6.6.6", "--force", "--reason", "to see it fail");
            assertThat(swapped.status()).as(swapped.err()).isZero();
            assertThat(infer(served, 1_000_000).statusCode()).isEqualTo(503);
            await(() -> receiver.events("error_rate").contains("raised"));
            String line = cli.run("alerts", "--open").out();
            assertThat(line).matches(TIME + MODEL + ": Error rate 100\\.0% exceeds threshold 5\\.0%\n");
            assertThat(receiver.texts("error_rate")).containsExactly(line.strip());
            assertSeen(served, "error_rate", 1);

            assertThat(cli.run("models", "rollback", MODEL).status()).isZero();
            await(() -> {
                assertThat(infer(served, 1).statusCode()).isEqualTo(200);
                return receiver.events("error_rate").contains("resolved");
            });
            assertThat(cli.run("alerts", "--open").out()).isEmpty();
            assertThat(cli.run("alerts").out()).isEqualTo(line);
            assertThat(receiver.events("error_rate")).containsExactly("raised", "resolved");
            assertSeen(served, "error_rate", 0);
        }
    }

    @Test
    void aModelThatIsSlowForItsThresholdRaisesItsLatencyOverHttps() throws Exception {
        TestCertificates.Pair pair = new TestCertificates(directory, "root").issue("hooks", "CN=hooks");
        TlsIdentity identity = TlsIdentity.open(pair.certificate(), pair.key(), InstantSource.system());
        try (AlertReceiver receiver =
                        AlertReceiver.encrypted(TlsTrust.client(Optional.empty(), Optional.of(identity)));
                ServedHome served = ServedHome.in(
                        directory,
                        settings(Map.of(
                                "alerts.webhook",
                                receiver.url(),
                                "alerts.webhook-ca",
                                directory.resolve("root-ca.pem").toString())))) {
            assertThat(cli.run("models", "thresholds", "--latency-ms", "0.000001")
                            .status())
                    .isZero();
            assertThat(infer(served, 1).statusCode()).isEqualTo(200);
            await(() -> receiver.events("latency").contains("raised"));
            String line = cli.run("alerts", "--open").out();
            assertThat(line).matches(TIME + MODEL + ": Latency \\d+\\.\\d+ms exceeds threshold 0\\.\\d+ms\n");
            assertThat(receiver.texts("latency")).containsExactly(line.strip());
            assertSeen(served, "latency", 1);

            assertThat(cli.run("models", "thresholds", "--reset").out()).contains("60000.0 ms");
            await(() -> receiver.events("latency").contains("resolved"));
            assertThat(cli.run("alerts", "--open").out()).isEmpty();
            assertSeen(served, "latency", 0);
        }
    }

    @Test
    void authoritiesThatCannotBeReadAreNamedAtTheStart() {
        Cli.Answer answer =
                cli.run("ls", "--set", "alerts.webhook=https://127.0.0.1:1/", "--set", "alerts.webhook-ca=nosuch.pem");
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("alerts.webhook-ca", "nosuch.pem");
    }

    /// Looks often, at all since the start, and believes at once; so that nothing depends on how fast a test runs.
    private static Map<String, String> settings(Map<String, String> webhook) {
        Map<String, String> settings = new HashMap<>(webhook);
        settings.put("alerts.every", "50ms");
        settings.put("alerts.window", "1h");
        settings.put("alerts.latency-threshold-ms", "60000");
        settings.put("alerts.calls-min", "1");
        settings.put("alerts.resolve-after", "0s");
        return settings;
    }

    /// The shipped model's manifest over weights that overflow where the first feature is large.
    private Path failing() throws IOException {
        Path shipped = directory.resolve(".pakit/models").resolve(MODEL).resolve("1.0.0");
        Manifest manifest = ModelArtifact.read(shipped).manifest();
        int inputs = manifest.inputs().getFirst().shape().getLast().intValue();
        int outputs = manifest.outputs().getFirst().shape().getLast().intValue();
        float[][] weights = new float[outputs][inputs];
        for (float[] row : weights) {
            row[0] = -1e35f;
        }
        byte[] onnx = DenseNetwork.of(new float[][][] {weights}, new float[1][outputs])
                .toOnnx("features", "gains");
        Path directory = Files.createDirectory(this.directory.resolve("failing"));
        Files.write(directory.resolve(manifest.payload()), onnx);
        String json = Files.readString(shipped.resolve(ModelArtifact.MANIFEST_FILE));
        Files.writeString(
                directory.resolve(ModelArtifact.MANIFEST_FILE),
                json.replace(manifest.payloadSha256(), ModelArtifact.sha256(onnx))
                        .replaceFirst(",\\s*\"crc32c\" : \"[0-9a-f]{8}\"", ""));
        return directory;
    }

    private HttpResponse<String> infer(ServedHome served, int first) {
        int features = served.models()
                .live(MODEL)
                .orElseThrow()
                .inputs()
                .getFirst()
                .shape()
                .getLast()
                .intValue();
        List<String> data = Collections.nCopies(features - 1, "1");
        return send(HttpRequest.newBuilder(uri(served, "/v2/models/" + MODEL + "/infer"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"inputs\":[{\"name\":\"features\",\"datatype\":\"FP32\",\"shape\":[1,%d],\"data\":[%d,%s]}]}"
                                .formatted(features, first, String.join(",", data)))));
    }

    /// What the port says of the alert.
    private void assertSeen(ServedHome served, String kind, int open) {
        String alerts = send(HttpRequest.newBuilder(uri(served, "/v1/alerts?open=true")))
                .body();
        assertThat(alerts.contains("\"kind\":\"" + kind + "\"")).isEqualTo(open == 1);
        assertThat(send(HttpRequest.newBuilder(uri(served, "/metrics"))).body().lines())
                .contains("pakit_alerts_open{model=\"%s\",kind=\"%s\"} %d".formatted(MODEL, kind, open))
                .contains("pakit_alerts_raised_total{model=\"%s\",kind=\"%s\"} 1".formatted(MODEL, kind));
    }

    private static URI uri(ServedHome served, String path) {
        return URI.create("http://127.0.0.1:" + served.address().getPort() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
