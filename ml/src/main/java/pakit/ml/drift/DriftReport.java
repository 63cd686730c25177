package pakit.ml.drift;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a live version saw lately, against what it was trained on.
///
/// @param rows that were judged, the newest
/// @param rowsMin how many are needed before anything is said to have moved
/// @param since when the first of them was seen; null without rows
/// @param columns features in the order of the schema, then outputs of which there are rows
public record DriftReport(
        String model,
        String version,
        long rows,
        long rowsMin,
        @Nullable Instant since,
        List<Column> columns) {
    public DriftReport {
        columns = List.copyOf(columns);
    }

    /// Those that moved, the furthest first.
    public List<Column> moved() {
        return columns.stream()
                .filter(Column::moved)
                .sorted((a, b) -> Double.compare(b.psi(), a.psi()))
                .toList();
    }

    /// One feature, or one value of the answers.
    ///
    /// @param from mean in training, and `to`: of the judged rows
    /// @param psi stability index over the bins ([pakit.stats.Divergence#psi])
    /// @param wasserstein how far values moved on average, in the column's unit, by the middles of the bins
    /// @param pValue of "nothing moved", adjusted for all columns at once (Holm)
    /// @param moved whether it is sure and large enough to matter
    /// @param movedSince where it moved: from about when on; null if it has not, or had when the record begins
    /// @param expected shares of the bins in training, and `found`: of the judged rows
    public record Column(
            String name,
            double from,
            double to,
            double psi,
            double wasserstein,
            double pValue,
            boolean moved,
            @Nullable Instant movedSince,
            List<Double> expected,
            List<Double> found) {
        public Column {
            expected = List.copyOf(expected);
            found = List.copyOf(found);
        }
    }
}
