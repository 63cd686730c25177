package pakit.node;

import java.util.List;
import java.util.Optional;
import pakit.ml.alerts.Alert;
import pakit.ml.serving.Thresholds;

/// How the models of a node do, and what is wrong. [LocalMonitor] looks at a home that this process holds; the HTTP
/// client asks the node that holds the home.
///
/// All methods throw the kinds of [pakit.error.PakitException]. Thread-safe.
public interface MonitorOperations {
    /// The newest `limit` alerts, newest first.
    List<Alert> alerts(int limit);

    /// As [#alerts], of those that are open.
    List<Alert> openAlerts(int limit);

    /// Above which alerts are raised.
    Thresholds thresholds();

    /// Sets what `change` names, for now and after restarts.
    Thresholds set(ThresholdChange change);

    /// Goes back to the configured thresholds.
    Thresholds resetThresholds();

    /// Whether what live models are asked about has moved away from what they were trained on, by the newest events of
    /// the telemetry.
    ///
    /// @param model one of them, or empty for all
    /// @throws pakit.error.PakitException.NotFound if no such model is live
    /// @throws pakit.error.PakitException.Refused if that version came without histograms
    Results.Drift drift(Optional<String> model);

    /// The figures of one model since the start of the node, and over the window.
    Results.Metrics metrics(String model);
}
