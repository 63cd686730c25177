package pakit.cli;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Optional;
import pakit.ml.alerts.WebhookSettings;
import pakit.ml.serving.MonitorSettings;
import pakit.ml.serving.Thresholds;

/// What `alerts` in the configuration says: when models raise alerts, when these are over, and who is told.
///
/// @param resolveAfter how long something must be well before its alert is resolved
/// @param webhook empty: nobody is told
record AlertSettings(MonitorSettings monitoring, Duration resolveAfter, Optional<WebhookSettings> webhook) {
    AlertSettings {
        if (resolveAfter.isNegative()) {
            throw new IllegalArgumentException("alerts.resolve-after must not be negative, found " + resolveAfter);
        }
    }

    static AlertSettings of(Config alerts) {
        Thresholds thresholds =
                new Thresholds(alerts.getDouble("latency-threshold-ms"), alerts.getDouble("error-rate-threshold"));
        MonitorSettings monitoring = new MonitorSettings(
                thresholds, alerts.getDuration("window"), alerts.getInt("calls-min"), alerts.getDuration("every"));
        String webhook = alerts.getString("webhook");
        return new AlertSettings(
                monitoring,
                alerts.getDuration("resolve-after"),
                webhook.isEmpty() ? Optional.empty() : Optional.of(WebhookSettings.to(webhook)));
    }
}
