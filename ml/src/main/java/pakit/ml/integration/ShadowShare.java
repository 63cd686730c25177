package pakit.ml.integration;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.database.SettingsTable;

/// The share that shadow mode is shown: what was set at run time, kept over restarts, else what is configured.
/// Thread-safe.
public final class ShadowShare {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowShare.class);
    private static final String NAME = "ml.shadow-share";

    private final double configured;
    private final SettingsTable kept;

    public ShadowShare(double configured, SettingsTable kept) {
        this.configured = configured;
        this.kept = kept;
    }

    /// Reads the database; while that fails the configured share holds.
    double now() {
        try {
            Optional<String> text = kept.get(NAME);
            return text.isPresent() ? ShadowSettings.requireShare(Double.parseDouble(text.get())) : configured;
        } catch (PakitException | NumberFormatException e) {
            LOG.warn("{} that was set at run time cannot be read, the configured one holds: {}", NAME, e.getMessage());
            return configured;
        }
    }

    void set(double share) {
        kept.put(NAME, Double.toString(ShadowSettings.requireShare(share)));
    }

    /// Forgets what was set at run time.
    void reset() {
        kept.remove(NAME);
    }
}
