package pakit.ml.serving;

import java.util.Map;

/// Counts calls and errors and measures latency, cheaply enough for a microsecond model: every call is counted, one in
/// sixteen is timed, the first always. Thread-safe.
public final class ModelMonitor {
    /// @throws pakit.error.PakitException.NotFound if no such model was ever loaded
    public ModelMetrics metrics(String model) {
        throw new UnsupportedOperationException();
    }

    public Map<String, ModelMetrics> all() {
        throw new UnsupportedOperationException();
    }

    /// The exposition text of the deployment guide: `pakit_ml_predictions_total{model="…"}` and its fellows.
    public String exportPrometheusMetrics() {
        throw new UnsupportedOperationException();
    }
}
