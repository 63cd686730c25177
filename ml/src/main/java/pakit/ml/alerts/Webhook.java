package pakit.ml.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// Posts alerts as JSON to one address, in their order, on a virtual thread of its own. Thread-safe.
///
/// An attempt that fails for a reason that may pass (no connection, no answer, 408, 429, 5xx) is repeated after a
/// pause, a stated number of times; any other answer than 2xx ends it. Whoever hands over an alert never waits: what
/// does not fit the queue is dropped. Both are counted, in `pakit_alert_webhook_total`. Redirects are not followed.
public final class Webhook implements Consumer<Alert>, MetricSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private final WebhookSettings settings;
    private final Optional<SSLContext> tls;
    private final Pause pause;
    private final BlockingQueue<Alert> queue;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Thread sender;
    private @Nullable HttpClient client;

    /// Starts its thread; nothing is connected before the first alert.
    ///
    /// @param tls whom to believe behind an `https` address; empty: whom the JDK believes
    public Webhook(WebhookSettings settings, Optional<SSLContext> tls) {
        this(settings, tls, Thread::sleep);
    }

    Webhook(WebhookSettings settings, Optional<SSLContext> tls, Pause pause) {
        this.settings = settings;
        this.tls = tls;
        this.pause = pause;
        this.queue = new ArrayBlockingQueue<>(settings.queued());
        this.sender = Thread.ofVirtual().name("pakit-webhook").unstarted(this::run);
        sender.start();
    }

    /// How it waits between attempts.
    interface Pause {
        void take(Duration length) throws InterruptedException;
    }

    /// How one attempt went.
    private enum Attempt {
        DELIVERED,
        MAY_PASS,
        REFUSED
    }

    @Override
    public void accept(Alert alert) {
        if (!sender.isAlive() || !queue.offer(alert)) {
            dropped.increment();
        }
    }

    long delivered() {
        return delivered.sum();
    }

    long failed() {
        return failed.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    @Override
    public void writeTo(PrometheusText text) {
        String name = "pakit_alert_webhook_total";
        text.family(name, "counter", "Alerts handed to the webhook, by what became of them.");
        text.sample(name, delivered(), "result", "delivered");
        text.sample(name, failed(), "result", "failed");
        text.sample(name, dropped(), "result", "dropped");
    }

    /// Ends at once; what still waits is dropped.
    @Override
    public void close() {
        sender.interrupt();
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                deliver(queue.take());
            }
        } catch (InterruptedException closed) {
            dropped.add(queue.size());
            queue.clear();
        } finally {
            if (client != null) {
                client.shutdownNow();
            }
        }
    }

    private void deliver(Alert alert) throws InterruptedException {
        Duration wait = settings.pauseFirst();
        for (int attempt = 1; ; attempt++) {
            Attempt outcome = attempt(alert);
            if (outcome == Attempt.DELIVERED) {
                delivered.increment();
                return;
            }
            if (outcome == Attempt.REFUSED || attempt == settings.attempts()) {
                failed.increment();
                LOG.warn("{} did not take an alert, given up after attempt {}", settings, attempt);
                return;
            }
            pause.take(wait);
            wait = wait.multipliedBy(2);
        }
    }

    private Attempt attempt(Alert alert) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(settings.url())
                .timeout(settings.answerMax())
                .header("Content-Type", "application/json")
                .header("User-Agent", "pakit")
                .POST(BodyPublishers.ofByteArray(document(alert)))
                .build();
        try {
            int status = client().send(request, BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                return Attempt.DELIVERED;
            }
            LOG.debug("{} answered {}", settings, status);
            return status >= 500 || status == 429 || status == 408 ? Attempt.MAY_PASS : Attempt.REFUSED;
        } catch (IOException e) {
            LOG.debug("{} cannot be reached: {}", settings, e.getClass().getSimpleName());
            return Attempt.MAY_PASS;
        }
    }

    /// `text` is what chat services show.
    static byte[] document(Alert alert) {
        ObjectNode json = JSON.createObjectNode();
        json.put("event", event(alert)).put("text", alert.line());
        ObjectNode fields = json.putObject("alert");
        fields.put("id", alert.id()).put("timestamp", alert.timestamp().toString());
        fields.put("model", alert.model()).put("kind", alert.kind()).put("message", alert.message());
        if (alert.resolvedAt() != null) {
            fields.put("resolvedAt", alert.resolvedAt().toString());
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String event(Alert alert) {
        if (alert.isOpen()) {
            return "raised";
        }
        return alert.timestamp().equals(alert.resolvedAt()) ? "noted" : "resolved";
    }

    /// Made late: an HTTP client costs tens of milliseconds.
    private HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            HttpClient.Builder builder =
                    HttpClient.newBuilder().connectTimeout(CONNECT_MAX).followRedirects(HttpClient.Redirect.NEVER);
            tls.ifPresent(builder::sslContext);
            made = builder.build();
            client = made;
        }
        return made;
    }
}
