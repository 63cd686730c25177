package pakit.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Counts of a quantity in bins of about equal size, so that a shift anywhere moves counts. Immutable.
///
/// @param edges ascending; bin `i` holds what is at most `edges[i]` and above `edges[i - 1]`, the last one what is
///     above all edges
/// @param counts one more than edges
/// @param low the least value
/// @param high the greatest value
/// @param mean of the values
public record Histogram(List<Double> edges, List<Long> counts, double low, double high, double mean) {
    public Histogram {
        edges = List.copyOf(edges);
        counts = List.copyOf(counts);
        boolean ascending = true;
        for (int i = 1; i < edges.size(); i++) {
            ascending &= edges.get(i - 1) < edges.get(i);
        }
        boolean counted = counts.stream().allMatch(count -> count >= 0)
                && counts.stream().mapToLong(Long::longValue).sum() > 0;
        if (!ascending
                || !counted
                || counts.size() != edges.size() + 1
                || !edges.stream().allMatch(Double::isFinite)
                || !(low <= high)
                || !Double.isFinite(high - low)
                || !Double.isFinite(mean)) {
            throw new IllegalArgumentException(
                    "a histogram needs ascending edges, one count more than edges, not all 0,"
                            + " and finite low <= high, found " + edges + ", " + counts + ", " + low + ", " + high);
        }
    }

    /// Of values, in at most `binsMax` bins; a value that is frequent has one of its own.
    ///
    /// @throws IllegalArgumentException if there is none, or one that is not finite
    public static Histogram of(double[] values, int binsMax) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0 || !Double.isFinite(sorted[0]) || !Double.isFinite(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("a histogram needs at least one value, and finite ones only");
        }
        List<Double> edges = new ArrayList<>();
        double highest = sorted[sorted.length - 1];
        for (int bin = 1; bin < binsMax; bin++) {
            double edge = sorted[(int) ((long) sorted.length * bin / binsMax)];
            if (edge < highest && (edges.isEmpty() || edge > edges.getLast())) {
                edges.add(edge);
            }
        }
        double[] bounds = edges.stream().mapToDouble(Double::doubleValue).toArray();
        Long[] counts = new Long[bounds.length + 1];
        Arrays.fill(counts, 0L);
        Arrays.stream(values).forEach(value -> counts[bin(bounds, value)]++);
        double mean = Arrays.stream(values).average().orElseThrow();
        return new Histogram(edges, List.of(counts), sorted[0], highest, mean);
    }

    /// The bin of `value` between `edges`.
    public static int bin(double[] edges, double value) {
        int at = Arrays.binarySearch(edges, value);
        return at >= 0 ? at : -at - 1;
    }

    /// The edges, to ask [#bin] with.
    public double[] bounds() {
        return edges.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// The counts, for tests and distances.
    public long[] weights() {
        return counts.stream().mapToLong(Long::longValue).toArray();
    }

    /// A value in the middle of each bin.
    public double[] middles() {
        double[] middles = new double[counts.size()];
        for (int bin = 0; bin < middles.length; bin++) {
            double from = bin == 0 ? low : edges.get(bin - 1);
            double to = bin == edges.size() ? high : edges.get(bin);
            middles[bin] = (from + to) / 2;
        }
        return middles;
    }
}
