package pakit.ml.serving;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.database.SettingsTable;

/// The thresholds that hold: those set at run time, kept over restarts, else the configured ones. Thread-safe.
final class LiveThresholds {
    private static final Logger LOG = LoggerFactory.getLogger(LiveThresholds.class);
    private static final String LATENCY = "alerts.latency-threshold-ms";
    private static final String ERROR_RATE = "alerts.error-rate-threshold";
    private static final String REGRET = "alerts.regret-threshold";

    private final Thresholds configured;
    private final SettingsTable kept;
    private volatile @Nullable Thresholds current;
    private boolean warned;

    LiveThresholds(Thresholds configured, SettingsTable kept) {
        this.configured = configured;
        this.kept = kept;
    }

    /// Reads the database the first time; while that fails the configured ones hold.
    Thresholds now() {
        Thresholds known = current;
        return known == null ? read() : known;
    }

    /// Sets and keeps them.
    synchronized void set(Thresholds wanted) {
        kept.put(LATENCY, Double.toString(wanted.latencyThresholdMs()));
        kept.put(ERROR_RATE, Double.toString(wanted.errorRateThreshold()));
        kept.put(REGRET, Double.toString(wanted.regretThresholdPercent()));
        current = wanted;
    }

    /// Forgets what was set at run time.
    synchronized void reset() {
        kept.remove(LATENCY);
        kept.remove(ERROR_RATE);
        kept.remove(REGRET);
        current = configured;
    }

    private synchronized Thresholds read() {
        try {
            Thresholds found = new Thresholds(
                    number(LATENCY, configured.latencyThresholdMs()),
                    number(ERROR_RATE, configured.errorRateThreshold()),
                    number(REGRET, configured.regretThresholdPercent()));
            current = found;
            return found;
        } catch (PakitException e) {
            if (!warned) {
                LOG.warn(
                        "thresholds that were set at run time cannot be read, configured ones hold: {}",
                        e.getMessage());
            }
            warned = true;
            return configured;
        }
    }

    private double number(String name, double otherwise) {
        Optional<String> text = kept.get(name);
        try {
            return text.isPresent() ? Double.parseDouble(text.get()) : otherwise;
        } catch (NumberFormatException e) {
            throw new PakitException.Invalid(name + " must be a number, found '" + text.get() + "'", e);
        }
    }
}
