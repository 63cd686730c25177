package pakit.ml.alerts;

import org.jspecify.annotations.Nullable;
import pakit.ml.database.PakitDatabase;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// The alerts of a node with what they stand on and who is told: they are closed together.
///
/// @param database where they are kept
/// @param webhook null if nobody is told
public record Alerting(
        PakitDatabase database, AlertBook book, @Nullable Webhook webhook) implements MetricSource, AutoCloseable {
    public Alerting {
        if (webhook != null) {
            book.tell(webhook);
        }
    }

    /// Kept as long as the process lives, told to nobody.
    public static Alerting inMemory() {
        PakitDatabase database = PakitDatabase.inMemory();
        return new Alerting(database, new AlertBook(database), null);
    }

    @Override
    public void writeTo(PrometheusText text) {
        book.writeTo(text);
        if (webhook != null) {
            webhook.writeTo(text);
        }
    }

    @Override
    public void close() {
        if (webhook != null) {
            webhook.close();
        }
        database.close();
    }
}
