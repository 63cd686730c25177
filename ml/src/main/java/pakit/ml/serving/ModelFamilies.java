package pakit.ml.serving;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import pakit.ml.metrics.PrometheusText;

/// The families of `/metrics` that speak of models: the deployment guide's, then those in base units. Every series of a
/// model exists from its load.
record ModelFamilies(
        Map<String, CallMeter> meters,
        Function<String, Optional<String>> liveVersion,
        Function<String, String> breakerState) {
    private static final List<String> BREAKER_STATES = List.of("CLOSED", "OPEN", "HALF_OPEN");

    void writeTo(PrometheusText text) {
        Map<String, ModelMetrics> all = new TreeMap<>();
        meters.forEach((model, meter) -> all.put(model, meter.metrics()));
        writeGuideFamily(text, all);
        writeErrors(text, all);
        writeHistogram(text);
        writeWindow(text);
        writeInfo(text);
        writeBreakers(text);
    }

    static void writeThresholds(PrometheusText text, Thresholds thresholds) {
        text.family(
                "pakit_alert_latency_threshold_seconds", "gauge", "Above this p95 of the window alerts are raised.");
        text.sample("pakit_alert_latency_threshold_seconds", thresholds.latencyThresholdMs() / 1e3);
        text.family(
                "pakit_alert_error_ratio_threshold", "gauge", "Above this share of failed calls alerts are raised.");
        text.sample("pakit_alert_error_ratio_threshold", thresholds.errorRateThreshold());
        String regret = "pakit_alert_regret_threshold_percent";
        text.family(regret, "gauge", "Above this regret for sure an alert is raised; 0: never.");
        text.sample(regret, thresholds.regretThresholdPercent());
    }

    private static void writeErrors(PrometheusText text, Map<String, ModelMetrics> all) {
        text.family("pakit_ml_prediction_errors_total", "counter", "Calls in which the model failed.");
        all.forEach((model, m) -> text.sample("pakit_ml_prediction_errors_total", m.errors(), "model", model));
        String kinds = "pakit_ml_prediction_errors_by_kind_total";
        text.family(kinds, "counter", "Calls in which the model failed, by how it failed.");
        all.forEach((model, m) -> m.errorKinds()
                .forEach((kind, errors) -> text.sample(kinds, errors, "model", model, "kind", kind.label())));
    }

    private void writeWindow(PrometheusText text) {
        Map<String, ModelMetrics> windows = new TreeMap<>();
        meters.forEach((model, meter) -> windows.put(model, meter.recent()));
        gauge(text, windows, "pakit_ml_window_predictions", "Calls within the window.", ModelMetrics::predictions);
        gauge(
                text,
                windows,
                "pakit_ml_window_success_ratio",
                "Share of the window's calls in which the model did not fail, 0 to 1.",
                ModelMetrics::successRate);
        gauge(
                text,
                windows,
                "pakit_ml_window_latency_p95_seconds",
                "95th percentile of the window's timed calls, 0 without any; alerts look at it.",
                m -> m.latencyP95() / 1e3);
    }

    private static void gauge(
            PrometheusText text,
            Map<String, ModelMetrics> windows,
            String name,
            String help,
            ToDoubleFunction<ModelMetrics> figure) {
        text.family(name, "gauge", help);
        windows.forEach((model, m) -> text.sample(name, figure.applyAsDouble(m), "model", model));
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
