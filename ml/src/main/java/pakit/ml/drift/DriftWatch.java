package pakit.ml.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pakit.ml.alerts.AlertKey;
import pakit.ml.alerts.AlertSource;
import pakit.ml.alerts.Finding;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.Histograms;
import pakit.ml.models.Manifest;
import pakit.ml.telemetry.TelemetryEvent;

/// Compares what live models are asked about with what they were trained on, and regret and errors with what they were
/// before. Told of events as they happen, or afterwards, oldest first: the same events give the same answer.
/// Thread-safe; being told takes microseconds, and events with rows come at most every 10 ms
/// ([pakit.ml.telemetry.Pace]).
public final class DriftWatch implements Consumer<TelemetryEvent>, MetricSource, AlertSource {
    /// Fewer rows than this fill too few bins for a test.
    public static final int ROWS_LEAST = 100;

    private static final String PSI = "pakit_ml_drift_psi";
    private static final String ROWS = "pakit_ml_drift_rows";
    private static final String MOVED = "pakit_ml_drift_moved_columns";
    private static final String DRIFT = "drift";

    private final Map<String, ModelWatch> watches = new ConcurrentHashMap<>();
    private final ChangeWatch changes = new ChangeWatch();
    private final int rowsMin;
    private volatile Supplier<List<Manifest>> live = List::of;

    /// With the rows that a busy node has in some seconds.
    public DriftWatch() {
        this(ColumnWatch.ROWS_MIN);
    }

    /// @param rowsMin below which nothing is said to have moved, at least [#ROWS_LEAST]; twice as many are judged
    public DriftWatch(int rowsMin) {
        if (rowsMin < ROWS_LEAST) {
            throw new IllegalArgumentException("drift.rows-min must be at least " + ROWS_LEAST + ", found " + rowsMin);
        }
        this.rowsMin = rowsMin;
    }

    /// One like this that has seen nothing.
    public DriftWatch fresh() {
        return new DriftWatch(rowsMin);
    }

    /// From here on these versions are watched; rows before are forgotten.
    ///
    /// @param versions one a model, asked for each row
    public void follow(Supplier<List<Manifest>> versions) {
        live = versions;
    }

    @Override
    public void accept(TelemetryEvent event) {
        switch (event) {
            case TelemetryEvent.BlockStored stored -> accept(stored);
            case TelemetryEvent.Predicted predicted ->
                saw(predicted.model(), predicted.at(), predicted.features(), predicted.outputs());
            case TelemetryEvent.OracleTried tried -> changes.accept(tried);
            case TelemetryEvent.Traffic traffic -> {}
        }
    }

    private void accept(TelemetryEvent.BlockStored stored) {
        List<Float> features = stored.features();
        if (features != null) {
            changes.accept(stored);
            saw(CompressionPredictor.NAME, stored.at(), features, List.of());
        }
    }

    private void saw(String model, Instant at, List<Float> features, List<Float> outputs) {
        live.get().stream()
                .filter(manifest -> manifest.name().equals(model))
                .flatMap(manifest -> watch(manifest).stream())
                .forEach(watch -> watch.saw(at, features, outputs));
    }

    /// Empty if the version came without histograms.
    private Optional<ModelWatch> watch(Manifest manifest) {
        Histograms histograms = manifest.histograms();
        return histograms == null
                ? Optional.empty()
                : Optional.of(watches.compute(manifest.name(), (name, known) -> current(known, manifest, histograms)));
    }

    private ModelWatch current(@Nullable ModelWatch known, Manifest manifest, Histograms histograms) {
        return known != null && known.isOf(manifest)
                ? known
                : new ModelWatch(manifest, histograms, names(manifest), rowsMin);
    }

    /// Of schemas that rows are logged in.
    private static List<String> names(Manifest manifest) {
        FeatureSchema schema = CompressionFeatures.schema();
        boolean known = manifest.schemaName().equals(schema.name()) && manifest.schemaVersion() == schema.version();
        return known ? schema.features() : List.of();
    }

    /// Of each live version with histograms.
    public List<DriftReport> reports() {
        return live.get().stream()
                .flatMap(manifest -> watch(manifest).stream())
                .map(ModelWatch::report)
                .toList();
    }

    /// Of the regret, of wrong choices and of failed hints.
    public List<SeriesReport> series() {
        return changes.reports();
    }

    /// The regret's.
    public SeriesReport regret() {
        return changes.report(WatchedSeries.REGRET);
    }

    @Override
    public void writeTo(PrometheusText text) {
        List<DriftReport> reports = reports();
        text.family(ROWS, "gauge", "Rows that are compared with those the live version was trained on.");
        reports.forEach(report -> text.sample(ROWS, report.rows(), "model", report.model()));
        text.family(MOVED, "gauge", "Features and outputs that have moved far, for sure.");
        reports.forEach(report -> text.sample(MOVED, report.moved().size(), "model", report.model()));
        text.family(PSI, "gauge", "Stability index of a feature or output; 0.25 is a large shift.");
        for (DriftReport report : reports) {
            report.columns()
                    .forEach(
                            column -> text.sample(PSI, column.psi(), "model", report.model(), "column", column.name()));
        }
        changes.writeTo(text);
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        reports().forEach(report -> findings.add(finding(report)));
        findings.addAll(changes.look());
        return findings;
    }

    private static Finding finding(DriftReport report) {
        AlertKey key = new AlertKey(report.model(), DRIFT);
        List<DriftReport.Column> moved = report.moved();
        if (!moved.isEmpty()) {
            return new Finding.Wrong(key, words(moved));
        }
        return report.rows() < report.rowsMin() ? new Finding.Unclear(key) : new Finding.Well(key);
    }

    /// As in `Drift: byte_entropy went from 4.31 to 7.92 (PSI 2.31) since 2026-03-01 12:00, and 3 further columns`.
    static String words(List<DriftReport.Column> moved) {
        DriftReport.Column first = moved.getFirst();
        String since = first.movedSince() == null ? "" : " since " + ChangeWatch.MINUTE.format(first.movedSince());
        String further = moved.size() == 1 ? "" : ", and " + (moved.size() - 1) + " further columns";
        return String.format(
                Locale.ROOT,
                "Drift: %s went from %.3g to %.3g (PSI %.2f)%s%s",
                first.name(),
                first.from(),
                first.to(),
                first.psi(),
                since,
                further);
    }
}
