package pakit.cli;

import com.typesafe.config.Config;
import pakit.ml.privacy.PrivacyLimits;
import pakit.ml.telemetry.Retention;

/// Whether events are kept, how long, and whether blocks go by keyed hashes in them.
record TelemetrySettings(boolean enabled, boolean hashesIds, Retention retention, PrivacyLimits privacy) {
    static TelemetrySettings of(Config telemetry) {
        return new TelemetrySettings(
                telemetry.getBoolean("enabled"),
                telemetry.getBoolean("hash-ids"),
                new Retention(telemetry.getDuration("age-max"), telemetry.getBytes("size-max")),
                new PrivacyLimits(telemetry.getDouble("privacy.epsilon"), telemetry.getDouble("privacy.delta")));
    }
}
