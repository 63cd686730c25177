package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.tar.ToldTree;

/// Connections that are slow, silent, broken or too many, and the end of all of them.
@Timeout(60)
class ConnectionsTest {
    @TempDir
    private Path modelDir;

    private final WatchedNode node = new WatchedNode();
    private Port port;

    @BeforeEach
    void open() {
        port = Port.open(node, modelDir);
    }

    @AfterEach
    void close() {
        node.gcMayEnd.complete(null);
        port.close();
    }

    @Test
    void anUploadThatBreaksLeavesNoRoot() throws Exception {
        try (Socket socket = port.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(Port.ascii("POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"));
            out.write(new byte[0]);
            var tar = new java.io.ByteArrayOutputStream();
            ToldTree.random(1, 20).tell(new pakit.tar.TarTreeWriter(tar, "top"));
            out.write(tar.toByteArray(), 0, 5_000);
        }
        assertThat(node.putFailed.get(20, TimeUnit.SECONDS)).isInstanceOf(PakitException.Unavailable.class);
        assertThat(node.trees).isEmpty();
    }

    @Test
    void aSilentUploaderIsTimedOut() throws Exception {
        port.close();
        port = Port.open(node, modelDir, patience(Duration.ofMillis(200)));

        assertThat(port.raw("POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"))
                .startsWith("HTTP/1.1 408")
                .contains("the body stopped arriving");
    }

    @Test
    void aSilentJsonBodyIsTimedOut() throws Exception {
        port.close();
        port = Port.open(node, modelDir, patience(Duration.ofMillis(200)));

        assertThat(port.raw("POST /v1/models/m/swap HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000\r\n\r\n{"))
                .startsWith("HTTP/1.1 408")
                .contains("the body did not arrive within 200 ms");
    }

    @Test
    void aClientThatDoesNotReadHoldsBackTheWriter() throws Exception {
        port.close();
        port = Port.open(node, modelDir, patience(Duration.ofMillis(500)));
        try (Socket socket = port.connect()) {
            socket.getOutputStream()
                    .write(Port.ascii("GET /v1/files/endless?format=raw HTTP/1.1\r\nHost: localhost\r\n\r\n"));

            assertThat(node.endlessBytes.get(20, TimeUnit.SECONDS)).isBetween(1L << 16, 32L << 20);
        }
    }

    @Test
    void idleConnectionsAreClosedAndBusyOnesAreNot() throws Exception {
        port.close();
        port = Port.open(node, modelDir, patience(Duration.ofMillis(200)));
        var gc = CompletableFuture.supplyAsync(() -> port.remote().gc(), ConnectionsTest::inItsOwnThread);
        node.gcBegun.get(20, TimeUnit.SECONDS);

        assertThat(port.raw("GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(port.raw("GET /v2/heal")).isEmpty();
        node.gcMayEnd.complete(null);
        assertThat(gc.get(20, TimeUnit.SECONDS)).isEqualTo(new PlayedNode().gc());
    }

    @Test
    void connectionsAreBounded() throws Exception {
        port.close();
        port = Port.open(
                node,
                modelDir,
                Port.settings(new HttpLimits(1 << 20, 2, 2, 2, Duration.ofSeconds(20), Duration.ofSeconds(5))));
        try (Socket first = port.connect()) {
            assertThat(answerOn(first)).startsWith("HTTP/1.1 200");
            try (Socket second = port.connect()) {
                assertThat(answerOn(second)).startsWith("HTTP/1.1 200");

                assertThat(port.raw("GET /v2 HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                        .isEmpty();
            }
            assertThat(awaitMetrics())
                    .contains("pakit_http_connections 2\n")
                    .containsPattern("pakit_http_connections_refused_total [1-9]");
            assertThat(answerOn(first)).startsWith("HTTP/1.1 200");
        }
    }

    private static String answerOn(Socket socket) throws IOException {
        socket.getOutputStream().write(Port.ascii("GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        byte[] answer = new byte[1024];
        int length = socket.getInputStream().read(answer);
        return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    }

    /// A scrape on the one connection that is free again when the node has seen the second one close.
    private String awaitMetrics() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String metrics = "";
        while (metrics.isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            metrics = port.raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        }
        return metrics;
    }

    @Test
    void aStopLetsRunningRequestsEnd() throws Exception {
        var gc = CompletableFuture.supplyAsync(() -> port.remote().gc(), ConnectionsTest::inItsOwnThread);
        node.gcBegun.get(20, TimeUnit.SECONDS);
        var stopped = CompletableFuture.runAsync(port::stop, ConnectionsTest::inItsOwnThread);
        awaitNotReady();

        HttpResponse<String> refused = port.get("/v1/stats");
        Problems.require(refused, 503);
        assertThat(refused.body()).contains("the node is stopping and takes no new requests");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.headers().firstValue("Connection")).contains("close");
        assertThat(port.get("/v2/health/live").statusCode()).isEqualTo(200);
        assertThat(port.get("/v2/health/ready").statusCode()).isEqualTo(503);

        node.gcMayEnd.complete(null);
        assertThat(gc.get(20, TimeUnit.SECONDS)).isEqualTo(new PlayedNode().gc());
        stopped.get(20, TimeUnit.SECONDS);
    }

    private void awaitNotReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (port.get("/v2/health/ready").statusCode() == 200) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    /// The common pool has a single thread on two cores: one task that waits would keep the other from starting.
    private static void inItsOwnThread(Runnable task) {
        Thread.ofPlatform().start(task);
    }

    @Test
    void aStopCutsOffWhatDoesNotEndInTime() throws Exception {
        port.close();
        HttpSettings hurried =
                Port.settings(new HttpLimits(1 << 20, 2, 2, 64, Duration.ofSeconds(20), Duration.ofMillis(200)));
        port = Port.open(node, modelDir, hurried);
        try (Socket socket = port.connect()) {
            socket.getOutputStream()
                    .write(Port.ascii("POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"));
            node.putBegun.get(20, TimeUnit.SECONDS);

            port.stop();

            assertThat(socket.getInputStream().read()).isNegative();
        }
        assertThat(node.putFailed.get(20, TimeUnit.SECONDS)).isInstanceOf(PakitException.Unavailable.class);
    }

    private static HttpSettings patience(Duration silenceMax) {
        return Port.settings(Port.limits(silenceMax));
    }
}
