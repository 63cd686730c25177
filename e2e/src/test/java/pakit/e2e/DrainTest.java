package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.dag.Attributes;
import pakit.tar.TarTreeWriter;

/// SIGTERM comes while a client is in the middle of an upload and another in the middle of a question.
@Timeout(180)
final class DrainTest {
    private static final int FEATURES = 31;
    private static final Duration NOT_READY_MAX = Duration.ofSeconds(20);

    @TempDir
    Path scratch;

    @Test
    void whatRunsEndsWhatIsNewIsRefusedAndNothingIsLost() throws Exception {
        Pakit pakit = new Pakit(scratch);
        byte[] tar = tar();
        byte[] question = question();
        try (Node node = pakit.serve();
                Socket upload = begin(node, "/v1/files?name=late", tar);
                Socket infer = begin(node, "/v2/models/compression_predictor/infer", question)) {
            node.terminate();
            awaitNotReady(node);

            HttpResponse<String> refused = node.post(
                    "/v2/models/compression_predictor/infer", new String(question, StandardCharsets.US_ASCII));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).contains("\"error\":\"the node is stopping");

            assertThat(end(infer, question)).startsWith("HTTP/1.1 200").contains("\"model_version\"");
            assertThat(end(upload, tar)).startsWith("HTTP/1.1 200").contains("\"roots\"");
            node.awaitEnd();
        }
        assertThat(pakit.run("ls", "--json").out()).contains("\"late\"");
        pakit.verifies();
    }

    @Test
    void whatDoesNotEndInTimeIsCutOff() throws Exception {
        Pakit pakit = new Pakit(scratch);
        try (Node node = pakit.serve(0, "--set", "serve.stop-max=500ms");
                Socket upload = begin(node, "/v1/files?name=never", tar())) {
            node.terminate();
            node.awaitEnd();

            assertThat(upload.getInputStream().readAllBytes()).asString().doesNotContain(" 200 ");
        }
        assertThat(pakit.run("ls", "--json").out()).doesNotContain("\"never\"");
    }

    /// Sends the head and half of the body; returns when the node has begun to take it.
    private static Socket begin(Node node, String path, byte[] body) throws IOException {
        Socket socket = new Socket(node.address().getHost(), node.address().getPort());
        socket.setSoTimeout(60_000);
        String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + body.length
                + "\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        assertThat(in.readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length()))
                .asString()
                .startsWith("HTTP/1.1 100");
        socket.getOutputStream().write(body, 0, body.length / 2);
        return socket;
    }

    /// Sends the other half; the answer.
    private static String end(Socket socket, byte[] body) throws IOException {
        socket.getOutputStream().write(body, body.length / 2, body.length - body.length / 2);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void awaitNotReady(Node node) throws Exception {
        long deadline = System.nanoTime() + NOT_READY_MAX.toNanos();
        while (node.get("/v2/health/ready").statusCode() == 200) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        assertThat(node.get("/v2/health/live").statusCode()).isEqualTo(200);
    }

    private static byte[] question() {
        String data = String.join(",", Collections.nCopies(FEATURES, "0.5"));
        return ("{\"inputs\":[{\"name\":\"features\",\"shape\":[1," + FEATURES + "],\"datatype\":\"FP32\",\"data\":["
                        + data + "]}]}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] tar() throws IOException {
        byte[] content = new byte[300_000];
        new Random(5).nextBytes(content);
        var bytes = new ByteArrayOutputStream();
        TarTreeWriter tar = new TarTreeWriter(bytes, "late");
        tar.directory("", Attributes.DIRECTORY);
        tar.file("file", Attributes.FILE, content.length, new ByteArrayInputStream(content));
        tar.finish();
        return bytes.toByteArray();
    }
}
