package pakit.ml.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pakit.error.PakitException;
import pakit.ml.metrics.MetricSource;

/// Against a real HTTP server on the loopback interface.
@Timeout(60)
class WebhookTest {
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook/s3cret", exchange -> {
            received.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            Integer status = answers.poll();
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aServerThatFailsFirstGetsTheAlertInTheEnd() throws InterruptedException {
        answers.addAll(List.of(500, 429));
        try (Webhook webhook = webhook(5)) {
            webhook.accept(alert(1, null));
            await(() -> webhook.delivered() == 1);
            assertThat(received).hasSize(3);
            JsonNode document = received.take();
            assertThat(document.path("event").asText()).isEqualTo("raised");
            assertThat(document.path("text").asText())
                    .isEqualTo("[2026-01-27 10:30:45] m: Latency 7.2ms exceeds threshold 5.0ms");
            assertThat(document.at("/alert/kind").asText()).isEqualTo("latency");
            assertThat(document.at("/alert/timestamp").asText()).isEqualTo("2026-01-27T10:30:45Z");
            assertThat(document.at("/alert/resolvedAt").isMissingNode()).isTrue();
            assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        }
    }

    @Test
    void attemptsEndAtTheirLimitAndTheNextAlertIsSent() throws InterruptedException {
        answers.addAll(List.of(503, 503, 503));
        try (Webhook webhook = webhook(3)) {
            webhook.accept(alert(1, null));
            webhook.accept(alert(1, Instant.parse("2026-01-27T10:40:00Z")));
            await(() -> webhook.delivered() == 1 && webhook.failed() == 1);
            assertThat(received).hasSize(4);
            assertThat(received)
                    .last()
                    .extracting(document -> document.path("event").asText())
                    .isEqualTo("resolved");
        }
    }

    @Test
    void aServerThatRefusesIsNotAskedAgain() throws InterruptedException {
        answers.add(403);
        try (Webhook webhook = webhook(5)) {
            webhook.accept(alert(1, null));
            await(() -> webhook.failed() == 1);
            assertThat(received).hasSize(1);
            assertThat(pauses).isEmpty();
        }
    }

    @Test
    void aServerThatIsGoneIsTriedAgain() throws InterruptedException {
        server.stop(0);
        try (Webhook webhook = webhook(4)) {
            webhook.accept(alert(1, null));
            await(() -> webhook.failed() == 1);
            assertThat(pauses).hasSize(3);
        }
    }

    @Test
    void whatDoesNotFitTheQueueIsDroppedAndCounted() throws InterruptedException {
        BlockingQueue<Boolean> paused = new LinkedBlockingQueue<>();
        answers.add(500);
        WebhookSettings settings = new WebhookSettings(url(), Duration.ofSeconds(10), 5, Duration.ofSeconds(1), 2);
        Webhook webhook = new Webhook(settings, Optional.empty(), length -> {
            paused.add(true);
            Thread.sleep(Duration.ofMinutes(5)); // until it is closed
        });
        webhook.accept(alert(1, null));
        assertThat(paused.poll(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 2; i <= 6; i++) {
            webhook.accept(alert(i, null));
        }
        assertThat(webhook.dropped()).isEqualTo(3);
        webhook.close();
        assertThat(webhook.dropped()).isEqualTo(5);
        webhook.accept(alert(7, null));
        assertThat(MetricSource.textOf(List.of(webhook)).lines())
                .contains("pakit_alert_webhook_total{result=\"dropped\"} 6");
    }

    @Test
    void aSecretInTheAddressIsNeverSaid() {
        WebhookSettings settings = WebhookSettings.to("https://hooks.example.org/services/s3cret?key=s3cret");
        assertThat(settings.toString()).isEqualTo("webhook on hooks.example.org");
        for (String wrong :
                List.of("ftp://s3cret.example.org/", "s3cret", "http://a:s3cret@example.org/", "http://[s3cret")) {
            assertThatThrownBy(() -> WebhookSettings.to(wrong))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageNotContaining("s3cret");
        }
    }

    private Webhook webhook(int attempts) {
        WebhookSettings settings =
                new WebhookSettings(url(), Duration.ofSeconds(10), attempts, Duration.ofSeconds(1), 256);
        return new Webhook(settings, Optional.empty(), pauses::add);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook/s3cret");
    }

    private static Alert alert(int id, @org.jspecify.annotations.Nullable Instant resolvedAt) {
        return new Alert(
                String.valueOf(id),
                Instant.parse("2026-01-27T10:30:45Z"),
                "m",
                "latency",
                "Latency 7.2ms exceeds threshold 5.0ms",
                resolvedAt);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(5);
        }
    }
}
