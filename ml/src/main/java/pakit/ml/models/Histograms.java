package pakit.ml.models;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import pakit.stats.Histogram;

/// What a model was trained on, and what it answered to that, column by column: what traffic is compared with later.
///
/// @param features one for each feature, in the order of the schema
/// @param outputs one for each value of an answer
public record Histograms(List<Histogram> features, List<Histogram> outputs) {
    /// The custom of the stability index, whose limits are set for ten bins.
    private static final int BINS_MAX = 10;

    public Histograms {
        features = List.copyOf(features);
        outputs = List.copyOf(outputs);
    }

    /// @param rows at least one, of finite features that `model` answers finitely
    public static Histograms of(PakitModel model, List<float[]> rows) {
        return new Histograms(
                columns(rows), columns(List.of(Answers.of(model, rows).outputs())));
    }

    private static List<Histogram> columns(List<float[]> rows) {
        List<Histogram> columns = new ArrayList<>();
        for (int column = 0; column < rows.getFirst().length; column++) {
            int at = column;
            double[] values = IntStream.range(0, rows.size())
                    .mapToDouble(row -> rows.get(row)[at])
                    .toArray();
            columns.add(Histogram.of(values, BINS_MAX));
        }
        return columns;
    }
}
