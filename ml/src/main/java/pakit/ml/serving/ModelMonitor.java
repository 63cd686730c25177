package pakit.ml.serving;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import pakit.error.PakitException;
import pakit.ml.alerts.Alert;
import pakit.ml.alerts.AlertBook;
import pakit.ml.database.SettingsTable;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// Counts calls and errors and measures latency, cheaply enough for a microsecond model: every call is counted, one in
/// sixteen is timed, the first always. Holds the thresholds above which alerts are raised. Thread-safe.
public final class ModelMonitor implements MetricSource {
    private final Map<String, CallMeter> meters = new ConcurrentSkipListMap<>();
    private final LongSupplier nanoTime;
    private final Duration window;
    private final LiveThresholds thresholds;
    private final AlertBook alerts;
    private final Function<String, Optional<String>> liveVersion;
    private final Function<String, String> breakerState;

    ModelMonitor(
            LongSupplier nanoTime,
            MonitorSettings settings,
            SettingsTable kept,
            AlertBook alerts,
            Function<String, Optional<String>> liveVersion,
            Function<String, String> breakerState) {
        this.nanoTime = nanoTime;
        this.window = settings.window();
        this.thresholds = new LiveThresholds(settings.thresholds(), kept);
        this.alerts = alerts;
        this.liveVersion = liveVersion;
        this.breakerState = breakerState;
    }

    /// Since the model's load.
    ///
    /// @throws PakitException.NotFound if no such model was ever loaded
    public ModelMetrics metrics(String model) {
        return known(model).metrics();
    }

    /// Over the window, by default the last minute.
    ///
    /// @throws PakitException.NotFound if no such model was ever loaded
    public ModelMetrics recentMetrics(String model) {
        return known(model).recent();
    }

    /// How far the window of [#recentMetrics] reaches back.
    public Duration window() {
        return window;
    }

    /// Alerts are raised if the 95th percentile of the window's latency is above this many milliseconds.
    public double latencyThresholdMs() {
        return thresholds().latencyThresholdMs();
    }

    /// Takes effect with the next evaluation and is kept over restarts.
    public void latencyThresholdMs(double value) {
        thresholds(thresholds().withLatencyMs(value));
    }

    /// Alerts are raised if more than this share of the window's calls fail, 0 to 1.
    public double errorRateThreshold() {
        return thresholds().errorRateThreshold();
    }

    /// Takes effect with the next evaluation and is kept over restarts.
    public void errorRateThreshold(double value) {
        thresholds(thresholds().withErrorRate(value));
    }

    /// An alert is raised if what was decided costs for sure so many percent more than the cheapest codecs; 0: never.
    public double regretThresholdPercent() {
        return thresholds().regretThresholdPercent();
    }

    public Thresholds thresholds() {
        return thresholds.now();
    }

    /// As [#latencyThresholdMs(double)] and [#errorRateThreshold(double)].
    public void thresholds(Thresholds wanted) {
        thresholds.set(wanted);
    }

    /// Goes back to the configured thresholds.
    public void resetThresholds() {
        thresholds.reset();
    }

    /// The newest `limit` alerts, newest first.
    public List<Alert> alerts(int limit) {
        return alerts.alerts(limit);
    }

    /// Of every model that was ever loaded, in the order of their names.
    public Map<String, ModelMetrics> all() {
        Map<String, ModelMetrics> all = new TreeMap<>();
        meters.forEach((model, meter) -> all.put(model, meter.metrics()));
        return all;
    }

    int alertsOpen() {
        return alerts.openCount();
    }

    /// As [#all], over the window.
    Map<String, ModelMetrics> allRecent() {
        Map<String, ModelMetrics> all = new TreeMap<>();
        meters.forEach((model, meter) -> all.put(model, meter.recent()));
        return all;
    }

    private CallMeter known(String model) {
        CallMeter meter = meters.get(model);
        if (meter == null) {
            throw new PakitException.NotFound("no model " + model + " was ever loaded, known are " + meters.keySet());
        }
        return meter;
    }

    /// The exposition text of the deployment guide: `pakit_ml_predictions_total{model="…"}` and its fellows, then the
    /// family in base units. Every series of a model exists from its load.
    public String exportPrometheusMetrics() {
        return MetricSource.textOf(List.of(this));
    }

    @Override
    public void writeTo(PrometheusText text) {
        new ModelFamilies(meters, liveVersion, breakerState).writeTo(text);
        ModelFamilies.writeThresholds(text, thresholds());
    }

    /// The meter of a model, made at its first load and kept over swaps.
    CallMeter meter(String model) {
        return meters.computeIfAbsent(model, name -> new CallMeter(nanoTime, window));
    }
}
