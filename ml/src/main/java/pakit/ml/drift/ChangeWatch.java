package pakit.ml.drift;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import pakit.ml.alerts.AlertKey;
import pakit.ml.alerts.AlertSource;
import pakit.ml.alerts.Finding;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;
import pakit.ml.telemetry.TelemetryEvent;

/// Regret and errors over time. Thread-safe.
final class ChangeWatch implements Consumer<TelemetryEvent>, MetricSource, AlertSource {
    static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String MEAN = "pakit_ml_series_percent";
    private static final String RISEN = "pakit_ml_series_risen";
    private static final String CHANGES = "pakit_ml_series_changes_total";

    private final Map<WatchedSeries, SeriesWatch> watches = new EnumMap<>(WatchedSeries.class);

    ChangeWatch() {
        for (WatchedSeries series : WatchedSeries.values()) {
            watches.put(series, new SeriesWatch(series));
        }
    }

    @Override
    public void accept(TelemetryEvent event) {
        watches.forEach((series, watch) -> series.percent(event).ifPresent(percent -> {
            synchronized (watch) {
                watch.add(event.at(), percent);
            }
        }));
    }

    List<SeriesReport> reports() {
        return watches.keySet().stream().map(this::report).toList();
    }

    SeriesReport report(WatchedSeries series) {
        SeriesWatch watch = Objects.requireNonNull(watches.get(series));
        synchronized (watch) {
            return watch.report();
        }
    }

    @Override
    public void writeTo(PrometheusText text) {
        List<SeriesReport> reports = reports();
        text.family(MEAN, "gauge", "Mean of a watched series since its last change, in percent.");
        reports.forEach(report -> text.sample(MEAN, report.percent(), "series", report.series()));
        text.family(RISEN, "gauge", "1 while the mean of a watched series has risen.");
        reports.forEach(report -> text.sample(RISEN, report.rises().isEmpty() ? 0 : 1, "series", report.series()));
        text.family(CHANGES, "counter", "Changes of the mean of a watched series.");
        watches.forEach((series, watch) -> {
            for (SeriesWatch.Detector detector : SeriesWatch.Detector.values()) {
                text.sample(CHANGES, noticed(watch, detector), "series", series.label, "detector", detector.label);
            }
        });
    }

    private static long noticed(SeriesWatch watch, SeriesWatch.Detector detector) {
        synchronized (watch) {
            return watch.noticed(detector);
        }
    }

    @Override
    public List<Finding> look() {
        return reports().stream().map(ChangeWatch::finding).toList();
    }

    private static Finding finding(SeriesReport report) {
        AlertKey key = new AlertKey("", report.series() + "_change");
        return report.rises().isEmpty()
                ? new Finding.Well(key)
                : new Finding.Wrong(key, words(report, report.rises().getFirst()));
    }

    /// As in `Wrong choices rose from 4.1 % to 22.0 % since 2026-03-01 12:00 (adwin)`.
    private static String words(SeriesReport report, SeriesReport.Change rise) {
        String title = report.title();
        return Character.toUpperCase(title.charAt(0)) + title.substring(1) + " " + rise.words() + " since "
                + MINUTE.format(rise.since()) + " (" + rise.detector() + ")";
    }
}
