package pakit.ml.drift;

import java.time.Instant;
import java.util.List;
import pakit.stats.Histogram;

/// Rows seen one after the other, counted in the bins of their columns.
final class Chunk {
    final Instant since;
    private final int[][] counts;
    private final double[] sums;
    private int rows;

    Chunk(Instant since, List<Histogram> columns) {
        this.since = since;
        this.counts =
                columns.stream().map(column -> new int[column.counts().size()]).toArray(int[][]::new);
        this.sums = new double[counts.length];
    }

    void add(List<Float> row, double[][] bounds) {
        for (int column = 0; column < counts.length; column++) {
            double value = row.get(column);
            counts[column][Histogram.bin(bounds[column], value)]++;
            sums[column] += value;
        }
        rows++;
    }

    int rows() {
        return rows;
    }

    double sum(int column) {
        return sums[column];
    }

    long[] weights(int column) {
        long[] weights = new long[counts[column].length];
        addTo(weights, column);
        return weights;
    }

    void addTo(long[] weights, int column) {
        for (int bin = 0; bin < weights.length; bin++) {
            weights[bin] += counts[column][bin];
        }
    }
}
