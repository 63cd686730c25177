package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;

@Timeout(60)
class AccessLogTest {
    private static final AccessLine LINE =
            new AccessLine(1_700_000_000_123L, "GET", "/v1/roots/a b\n\u00e9", 200, 17, 42, "id-1");

    @TempDir
    private Path directory;

    @Test
    void aLineHasSevenWordsWhateverThePathHolds() {
        StringBuilder text = new StringBuilder();
        LINE.writeTo(text);

        assertThat(text.toString()).isEqualTo("2023-11-14T22:13:20.123Z GET /v1/roots/a%20b%0A%E9 200 17 42 id-1\n");
    }

    @Test
    void everyRequestIsToldWithoutItsSecrets() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (ModelServer models = new SteadyModels().start(directory.resolve("models"), "1.0.0");
                Port port = Port.open(
                        new PlayedNode(),
                        models,
                        Port.settings(new AccessLogTarget.ToStream(
                                new PrintStream(bytes, false, StandardCharsets.US_ASCII))))) {
            HttpResponse<String> first = port.send(port.request("/v2/health/live?token=hidden")
                    .header("Authorization", "Bearer hidden")
                    .header("X-Request-Id", "mine.1")
                    .GET());
            assertThat(first.headers().firstValue("X-Request-Id")).contains("mine.1");
            port.send(port.request("/v1/broken-answers/hidden")
                    .header("X-Request-Id", "not fit")
                    .GET());
            port.post("/v2/models/steady/infer", "application/json", "{}");
        }

        List<String> lines = bytes.toString(StandardCharsets.US_ASCII).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches("\\S+Z GET /v2/health/live 200 13 \\d+ mine\\.1");
        assertThat(lines.get(1)).matches("\\S+Z GET /v1/broken-answers 404 \\d+ \\d+ [0-9a-f]+-1");
        assertThat(lines.get(2)).matches("\\S+Z POST /v2/models/steady/infer 400 \\d+ \\d+ [0-9a-f]+-2");
    }

    @Test
    void aFullQueueDropsAndSaysSo() throws Exception {
        CountDownLatch mayWrite = new CountDownLatch(1);
        var bytes = new ByteArrayOutputStream();
        AccessLog log = AccessLog.to(new OutputStream() {
            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void write(byte[] text, int from, int length) throws IOException {
                try {
                    assertThat(mayWrite.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                bytes.write(text, from, length);
            }
        });
        int added = 2 * AccessLog.WAITING_MAX;
        for (int i = 0; i < added; i++) {
            log.add(LINE);
        }
        long dropped = log.dropped();
        assertThat(dropped).isBetween(1L, (long) AccessLog.WAITING_MAX);

        mayWrite.countDown();
        log.close();

        List<String> lines = bytes.toString(StandardCharsets.US_ASCII).lines().toList();
        assertThat(lines).filteredOn(line -> line.endsWith("id-1")).hasSize((int) (added - dropped));
        assertThat(lines).contains("# " + dropped + " lines are missing");
    }

    @Test
    void aFileThatWasRenamedIsBegunAnew() throws Exception {
        Path file = directory.resolve("access.log");
        Path renamed = directory.resolve("access.log.1");
        try (AccessLog log = AccessLog.to(file)) {
            log.add(LINE);
            awaitText(file);
            Files.move(file, renamed);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!Files.exists(file)) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                log.add(LINE);
                Thread.onSpinWait();
            }
        }
        assertThat(Files.readString(renamed)).endsWith("id-1\n");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        Path nowhere = directory.resolve("missing").resolve("access.log");

        assertThatThrownBy(() -> AccessLog.to(nowhere))
                .isInstanceOf(PakitException.Unavailable.class)
                .hasMessageContaining(nowhere.toString());
    }

    private static void awaitText(Path file) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (Files.size(file) == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }
}
