package pakit.ml.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import pakit.ml.models.Histograms;
import pakit.ml.models.Manifest;
import pakit.ml.models.TensorSpec;

/// One version of a model: its features and its answers. Thread-safe.
final class ModelWatch {
    private final Manifest manifest;
    private final int rowsMin;
    private final ColumnWatch features;
    private final ColumnWatch outputs;

    /// @param features their names
    ModelWatch(Manifest manifest, Histograms histograms, List<String> features, int rowsMin) {
        this.manifest = manifest;
        this.rowsMin = rowsMin;
        this.features = new ColumnWatch(
                names(features, histograms.features().size(), "feature"), histograms.features(), rowsMin);
        this.outputs = new ColumnWatch(
                names(List.of(), histograms.outputs().size(), output(manifest.outputs())),
                histograms.outputs(),
                rowsMin);
    }

    private static String output(List<TensorSpec> outputs) {
        return outputs.isEmpty() ? "output" : outputs.getFirst().name();
    }

    private static List<String> names(List<String> known, int columns, String otherwise) {
        return known.size() == columns
                ? known
                : IntStream.range(0, columns)
                        .mapToObj(column -> otherwise + "[" + column + "]")
                        .toList();
    }

    boolean isOf(Manifest live) {
        return manifest.version().equals(live.version());
    }

    /// @param answer empty if it is not known
    synchronized void saw(Instant at, List<Float> row, List<Float> answer) {
        features.add(at, row);
        outputs.add(at, answer);
    }

    synchronized DriftReport report() {
        List<DriftReport.Column> columns = new ArrayList<>(features.columns());
        columns.addAll(outputs.columns());
        return new DriftReport(
                manifest.name(),
                manifest.version().text(),
                features.rows(),
                rowsMin,
                features.since().orElse(null),
                columns);
    }
}
