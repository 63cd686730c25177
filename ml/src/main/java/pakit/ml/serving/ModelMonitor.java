package pakit.ml.serving;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import pakit.error.PakitException;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// Counts calls and errors and measures latency, cheaply enough for a microsecond model: every call is counted, one in
/// sixteen is timed, the first always. Thread-safe.
public final class ModelMonitor implements MetricSource {
    private static final List<String> BREAKER_STATES = List.of("CLOSED", "OPEN", "HALF_OPEN");

    private final Map<String, CallMeter> meters = new ConcurrentSkipListMap<>();
    private final LongSupplier nanoTime;
    private final Function<String, Optional<String>> liveVersion;
    private final Function<String, String> breakerState;

    ModelMonitor(
            LongSupplier nanoTime,
            Function<String, Optional<String>> liveVersion,
            Function<String, String> breakerState) {
        this.nanoTime = nanoTime;
        this.liveVersion = liveVersion;
        this.breakerState = breakerState;
    }

    /// @throws PakitException.NotFound if no such model was ever loaded
    public ModelMetrics metrics(String model) {
        CallMeter meter = meters.get(model);
        if (meter == null) {
            throw new PakitException.NotFound("no model " + model + " was ever loaded, known are " + meters.keySet());
        }
        return meter.metrics();
    }

    /// Of every model that was ever loaded, in the order of their names.
    public Map<String, ModelMetrics> all() {
        Map<String, ModelMetrics> all = new TreeMap<>();
        meters.forEach((model, meter) -> all.put(model, meter.metrics()));
        return all;
    }

    /// The exposition text of the deployment guide: `pakit_ml_predictions_total{model="…"}` and its fellows, then the
    /// family in base units. Every series of a model exists from its load.
    public String exportPrometheusMetrics() {
        return MetricSource.textOf(List.of(this));
    }

    @Override
    public void writeTo(PrometheusText text) {
        Map<String, ModelMetrics> all = all();
        writeGuideFamily(text, all);
        text.family("pakit_ml_prediction_errors_total", "counter", "Calls in which the model failed.");
        all.forEach((model, m) -> text.sample("pakit_ml_prediction_errors_total", m.errors(), "model", model));
        writeHistogram(text);
        writeInfo(text);
        writeBreakers(text);
    }

    /// The meter of a model, made at its first load and kept over swaps.
    CallMeter meter(String model) {
        return meters.computeIfAbsent(model, name -> new CallMeter(nanoTime));
    }

    private static void writeGuideFamily(PrometheusText text, Map<String, ModelMetrics> all) {
        text.family("pakit_ml_predictions_total", "counter", "Calls of the model.");
        all.forEach((model, m) -> text.sample("pakit_ml_predictions_total", m.predictions(), "model", model));
        text.family("pakit_ml_success_rate", "gauge", "Share of calls in which the model did not fail, 0 to 1.");
        all.forEach((model, m) -> text.sample("pakit_ml_success_rate", m.successRate(), "model", model));
        text.family("pakit_ml_latency_ms", "gauge", "Milliseconds a call took, of the one call in 16 that is timed.");
        all.forEach((model, m) -> {
            text.sample("pakit_ml_latency_ms", m.latencyAvg(), "model", model, "quantile", "avg");
            text.sample("pakit_ml_latency_ms", m.latencyP50(), "model", model, "quantile", "0.5");
            text.sample("pakit_ml_latency_ms", m.latencyP95(), "model", model, "quantile", "0.95");
            text.sample("pakit_ml_latency_ms", m.latencyP99(), "model", model, "quantile", "0.99");
        });
    }

    private void writeHistogram(PrometheusText text) {
        String name = "pakit_ml_prediction_duration_seconds";
        text.family(name, "histogram", "Seconds a call took, of the one call in 16 that is timed.");
        meters.forEach((model, meter) -> {
            LatencyRecord latency = meter.latency();
            double[] bounds = LatencyRecord.BOUNDS_SECONDS;
            for (int i = 0; i < bounds.length; i++) {
                String le = PrometheusText.number(bounds[i]);
                text.sample(name + "_bucket", latency.cumulative(i), "model", model, "le", le);
            }
            text.sample(name + "_bucket", latency.count(), "model", model, "le", "+Inf");
            text.sample(name + "_sum", latency.sumSeconds(), "model", model);
            text.sample(name + "_count", latency.count(), "model", model);
        });
    }

    private void writeInfo(PrometheusText text) {
        text.family("pakit_ml_model_info", "gauge", "1 for the version that is live.");
        meters.keySet()
                .forEach(model -> liveVersion
                        .apply(model)
                        .ifPresent(
                                version -> text.sample("pakit_ml_model_info", 1, "model", model, "version", version)));
    }

    private void writeBreakers(PrometheusText text) {
        text.family("pakit_ml_breaker_state", "gauge", "1 for the state that the model's circuit breaker is in.");
        meters.keySet().forEach(model -> {
            String current = breakerState.apply(model);
            for (String state : BREAKER_STATES) {
                double is = state.equals(current) ? 1 : 0;
                text.sample("pakit_ml_breaker_state", is, "model", model, "state", state);
            }
        });
    }
}
