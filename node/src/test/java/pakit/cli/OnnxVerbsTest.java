package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.ml.onnx.ModelProto;
import pakit.ml.onnx.NodeProto;
import pakit.ml.tensor.DenseNetwork;

/// A model that Pakit knows nothing of, as an ONNX file that none of its kernels covers.
class OnnxVerbsTest {
    @TempDir
    Path directory;

    private Cli cli = new Cli(Path.of(""));

    @BeforeEach
    void export() throws IOException {
        cli = new Cli(directory);
        Files.write(directory.resolve("scorer.onnx"), sigmoidOfTheSum());
    }

    /// One over one plus e to the minus of x0 + x1 + x2.
    private static byte[] sigmoidOfTheSum() throws InvalidProtocolBufferException {
        DenseNetwork sum = DenseNetwork.of(new float[][][] {{{1, 1, 1}}}, new float[][] {{0}});
        ModelProto.Builder model = ModelProto.parseFrom(sum.toOnnx("features", "sum")).toBuilder();
        model.getGraphBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType("Sigmoid")
                        .addInput("sum")
                        .addOutput("score"))
                .getOutputBuilder(0)
                .setName("score");
        return model.build().toByteArray();
    }

    @Test
    void aBareFileIsRegisteredJudgedAndMadeLive() {
        Cli.Answer registered = cli.run("models", "register", "scorer", "1.0.0", "scorer.onnx", "--json");
        assertThat(registered.err()).isEmpty();
        assertThat(registered.json().at("/versions/0/inputs").toString())
                .isEqualTo("[{\"name\":\"features\",\"datatype\":\"FP32\",\"shape\":[-1,3]}]");
        Cli.Answer validated = cli.run("models", "validate", "scorer", "1.0.0");
        assertThat(validated.status()).isZero();
        assertThat(validated.out()).contains("finite", "latency");
        assertThat(cli.run("models", "swap", "scorer", "1.0.0").status()).isZero();
        assertThat(cli.run("models", "list").out()).contains("scorer");
        assertThat(cli.run("models", "show", "scorer", "--json")
                        .json()
                        .at("/live/validation")
                        .asText())
                .isEqualTo("validated");
        assertThat(cli.run("load-test", "scorer", "--requests", "200", "--concurrency", "2")
                        .status())
                .isZero();
    }

    @Test
    void throughANodeItIsAModelAsAnyOther() throws IOException, InterruptedException {
        try (ServedHome served = ServedHome.in(directory)) {
            for (List<String> command : List.of(
                    List.of("models", "register", "scorer", "1.0.0", "scorer.onnx"),
                    List.of("models", "swap", "scorer", "1.0.0"),
                    List.of("load-test", "scorer", "--over", "http", "--requests", "200", "--concurrency", "2"),
                    List.of("load-test", "scorer", "--over", "grpc", "--requests", "200", "--concurrency", "2"),
                    List.of(
                            "load-test",
                            "prefetch_engine",
                            "--over",
                            "http",
                            "--requests",
                            "50",
                            "--concurrency",
                            "2"))) {
                Cli.Answer answer = cli.run(command.toArray(String[]::new));
                assertThat(answer.status()).as(command + answer.err()).isZero();
            }
            URI infer = URI.create("http://127.0.0.1:" + served.address().getPort() + "/v2/models/scorer/infer");
            HttpResponse<String> answer;
            try (HttpClient client = HttpClient.newHttpClient()) {
                answer = client.send(
                        HttpRequest.newBuilder(infer)
                                .POST(HttpRequest.BodyPublishers.ofString("""
                                        {"inputs":[{"name":"features","datatype":"FP32","shape":[2,3],
                                        "data":[1,2,-3,0,0,0]}]}"""))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
            }
            assertThat(answer.body())
                    .contains("{\"name\":\"score\",\"datatype\":\"FP32\",\"shape\":[2,1],\"data\":[0.5,0.5]}");
        }
    }

    @Test
    void whatIsNoModelIsRefusedInWords() throws IOException {
        Cli.Answer more = cli.run("models", "register", "compression_predictor", "9.0.0", "scorer.onnx");
        assertThat(more.status()).isEqualTo(2);
        assertThat(more.err()).contains("compression_predictor is more than a network", "model.json");
        Files.writeString(directory.resolve("text.onnx"), "no model");
        Cli.Answer none = cli.run("models", "register", "scorer", "1.0.0", "text.onnx");
        assertThat(none.status()).isEqualTo(4);
        assertThat(none.err()).contains("the ONNX file of scorer v1.0.0: no ONNX file, or a truncated one");
        assertThat(cli.run("models", "register", "scorer", "1.0.0", "nosuch.onnx")
                        .status())
                .isEqualTo(3);
    }
}
