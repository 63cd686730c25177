package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong outside is named, and costs nothing that was there before.
final class BadInputTest {
    private static final String INFER = "/v2/models/compression_predictor/infer";

    @TempDir
    Path scratch;

    private Pakit pakit() {
        return new Pakit(scratch);
    }

    @Test
    void whatCannotBeReadIsNamedAndLeftOutAndTheRestIsStored() throws Exception {
        Path tree = treeWithFifo();
        Answer put = pakit().verb("put", "--json", tree.toString()).run().exits(1);
        assertThat(put.err()).contains("pipe");
        String root = put.json().path("roots").path(0).path("id").asText();
        assertThat(pakit().run("ls", root).out()).contains("kept.txt").doesNotContain("pipe");
    }

    @Test
    void strictStoresNoRootThen() throws Exception {
        Answer put = pakit().verb("put", "--strict", treeWithFifo().toString()).run();
        assertThat(put.exit()).as(put.err()).isNotZero();
        assertThat(put.err()).contains("pipe");
        assertThat(pakit().run("ls", "--json").json().path("roots")).isEmpty();
    }

    @Test
    void aDamagedModelIsRefusedByNameAndTheServerStarts() throws Exception {
        Pakit pakit = pakit();
        pakit.run("models", "list");
        Path version = pakit.home().resolve("models/compression_predictor/1.0.0");
        Path payload = version.resolve("model.onnx");
        byte[] bytes = Files.readAllBytes(payload);
        bytes[bytes.length / 2] ^= 1;
        Files.write(payload, bytes);
        try (Node node = pakit.serve()) {
            assertThat(node.log()).contains("compression_predictor", "model.onnx", "SHA-256");
            assertThat(node.get("/v1/health").statusCode()).isEqualTo(200);
            Path file = pakit.write("fox.txt", "fox".repeat(1000).getBytes(StandardCharsets.UTF_8));
            pakit.run("put", file.toString(), "--name", "fox");
            assertThat(pakit.run("cat", "fox").out()).isEqualTo("fox".repeat(1000));
        }
    }

    @Test
    void wrongRequestsAreAnsweredByProblemsThatSayWhich() throws Exception {
        try (Node node = pakit().serve()) {
            String good = HotSwapTest.request(node);
            assertThat(node.post(INFER, good).statusCode()).isEqualTo(200);
            problem(node.post("/v2/models/fox/infer", good), 404, "fox");
            problem(node.post(INFER, good.replaceFirst("0.5", "NaN")), 400, "NaN");
            problem(node.post(INFER, good.replace("[1,", "[2,")), 400, "shape");
            problem(node.post(INFER, good.replaceFirst("0.5,", "")), 400, "");
            problem(node.post(INFER, good.replace("\"features\"", "\"fox\"")), 400, "fox");
            problem(node.post(INFER, "{"), 400, "");
            problem(node.get("/v1/blocks/no-id"), 400, "no-id");
            assertThat(node.get("/v2/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aSecondNodeOnAHomeIsToldWhoHoldsIt() throws Exception {
        try (Node node = pakit().serve()) {
            Answer second = pakit().verb("serve", "--port", "0").run().exits(5);
            assertThat(second.err()).contains(Long.toString(node.pid())).contains("serve");
        }
    }

    @Test
    void aNodeThatDiedLeavesAHomeThatOpens() throws Exception {
        try (Node node = pakit().serve()) {
            node.kill();
        }
        assertThat(pakit().run("ls", "--json").json().path("roots")).isEmpty();
        pakit().serve().close();
    }

    /// A limit on the size of files stands for a full disk: writes fail at some byte. It is 24 or 48 MiB, as shells
    /// count in 512 or 1024 bytes: above the library that a start may have to unpack, below the 64 MiB of a journal.
    @Test
    void aFullDiskIsNamedAndNothingAcknowledgedIsLost() throws Exception {
        Pakit pakit = pakit();
        Path small = pakit.write("small", random(1 << 20));
        pakit.run("put", small.toString(), "--name", "small");
        Path big = pakit.write("big", random(64 << 20));

        Answer full = new Command(
                        scratch,
                        Duration.ofMinutes(2),
                        "sh",
                        "-c",
                        "ulimit -f 50000; exec \"$0\" put big",
                        Pakit.LAUNCHER.toString())
                .with("PAKIT_NO_BUILD", "1")
                .run()
                .exits(5);
        assertThat(full.err()).contains(pakit.home().toString());

        pakit.verifies();
        Path restored = scratch.resolve("restored");
        pakit.run("get", "small", "-o", restored.toString());
        assertThat(Files.mismatch(restored, small)).isEqualTo(-1);
        pakit.run("put", big.toString(), "--name", "big");
        pakit.verifies();
    }

    private Path treeWithFifo() throws IOException, InterruptedException {
        Path tree = Files.createDirectory(scratch.resolve("tree"));
        Files.writeString(tree.resolve("kept.txt"), "kept");
        new Command(tree, Duration.ofSeconds(10), "mkfifo", "pipe").run().exits(0);
        return tree;
    }

    private static void problem(HttpResponse<String> response, int status, String named) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = Node.json(response);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).isNotBlank().contains(named);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
