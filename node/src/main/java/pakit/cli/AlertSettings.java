package pakit.cli;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import pakit.access.TlsTrust;
import pakit.ml.alerts.Webhook;
import pakit.ml.alerts.WebhookSettings;
import pakit.ml.serving.MonitorSettings;
import pakit.ml.serving.Thresholds;

/// What `alerts` in the configuration says: when models raise alerts, when these are over, and who is told.
///
/// @param resolveAfter how long something must be well before its alert is resolved
/// @param webhook empty: nobody is told
/// @param webhookCa whose certificates an https webhook may show; empty: those that the JDK believes
/// @param drift whether drift and a rise of the regret raise alerts
record AlertSettings(
        MonitorSettings monitoring,
        Duration resolveAfter,
        Optional<WebhookSettings> webhook,
        Optional<Path> webhookCa,
        boolean drift) {
    AlertSettings {
        if (resolveAfter.isNegative()) {
            throw new IllegalArgumentException("alerts.resolve-after must not be negative, found " + resolveAfter);
        }
    }

    /// @param home where files lie whose paths are relative
    static AlertSettings of(Config alerts, Path home) {
        Thresholds thresholds = new Thresholds(
                alerts.getDouble("latency-threshold-ms"),
                alerts.getDouble("error-rate-threshold"),
                alerts.getDouble("regret-threshold"));
        MonitorSettings monitoring = new MonitorSettings(
                thresholds, alerts.getDuration("window"), alerts.getInt("calls-min"), alerts.getDuration("every"));
        String webhook = alerts.getString("webhook");
        return new AlertSettings(
                monitoring,
                alerts.getDuration("resolve-after"),
                webhook.isEmpty() ? Optional.empty() : Optional.of(WebhookSettings.to(webhook)),
                TlsFiles.file(alerts, "webhook-ca", home),
                alerts.getBoolean("drift"));
    }

    /// What tells others of alerts, if somebody is to be told.
    ///
    /// @throws pakit.error.PakitException.Invalid naming the file of authorities, if it cannot be read
    Optional<Webhook> openWebhook() {
        return webhook.map(settings -> new Webhook(
                settings,
                webhookCa.map(file -> TlsTrust.client(
                        Optional.of(TlsTrust.authorities(file, "alerts.webhook-ca")), Optional.empty()))));
    }
}
