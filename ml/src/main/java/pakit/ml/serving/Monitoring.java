package pakit.ml.serving;

import pakit.ml.alerts.Alerting;

/// How a server watches its models, and where its alerts go.
public record Monitoring(MonitorSettings settings, Alerting alerting) {
    /// The standard settings; alerts last as long as the server.
    public static Monitoring standard() {
        return new Monitoring(MonitorSettings.DEFAULT, Alerting.inMemory());
    }
}
