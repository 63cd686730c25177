package pakit.stats;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/// How far two distributions are apart: measures of size, which unlike tests do not grow with the number of values.
/// Pure.
public final class Divergence {
    private Divergence() {}

    /// Population stability index: the sum over bins of `(q − p) · ln(q / p)`, twice the symmetric relative entropy's
    /// mean. By custom of credit scoring, whose measure it is, below 0.1 is no shift and above 0.25 a large one. An
    /// empty bin counts as half a value, for else one value in a new bin would make the index infinite.
    ///
    /// @throws IllegalArgumentException unless both have as many bins, and at least one count
    public static double psi(long[] reference, long[] current) {
        requireBins(reference, current);
        double m = LongStream.of(reference).sum();
        double n = LongStream.of(current).sum();
        double sum = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            if (reference[bin] != 0 || current[bin] != 0) {
                double p = Math.max(reference[bin], 0.5) / m;
                double q = Math.max(current[bin], 0.5) / n;
                sum += (q - p) * Math.log(q / p);
            }
        }
        return sum;
    }

    /// The Hellinger distance, 0 for equal shares to 1 where no bin is shared.
    public static double hellinger(long[] reference, long[] current) {
        requireBins(reference, current);
        double m = LongStream.of(reference).sum();
        double n = LongStream.of(current).sum();
        double overlap = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            overlap += Math.sqrt(reference[bin] / m * (current[bin] / n));
        }
        return Math.sqrt(Math.max(0, 1 - overlap));
    }

    /// The Jensen–Shannon distance: root of the mean relative entropy, in bits, to the mixture of both; 0 to 1.
    public static double jensenShannon(long[] reference, long[] current) {
        requireBins(reference, current);
        double m = LongStream.of(reference).sum();
        double n = LongStream.of(current).sum();
        double bits = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            double p = reference[bin] / m;
            double q = current[bin] / n;
            bits += entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2;
        }
        return Math.sqrt(Math.max(0, bits));
    }

    private static double entropy(double share) {
        return share == 0 ? 0 : -share * Math.log(share) / Math.log(2);
    }

    /// The Wasserstein-1 ("earth mover's") distance of two samples: how far the average value would have to be moved,
    /// in the unit of the values.
    public static double wasserstein(double[] reference, double[] current) {
        double[] once = new double[Math.max(reference.length, current.length)];
        Arrays.fill(once, 1);
        return wasserstein(
                reference, Arrays.copyOf(once, reference.length), current, Arrays.copyOf(once, current.length));
    }

    /// As [#wasserstein(double[], double[])], each value with a weight.
    ///
    /// @throws IllegalArgumentException unless there are as many weights as values, and some weight on each side
    public static double wasserstein(
            double[] reference, double[] referenceWeights, double[] current, double[] currentWeights) {
        double m = requireWeights("reference", reference, referenceWeights);
        double n = requireWeights("current", current, currentWeights);
        int[] x = order(reference);
        int[] y = order(current);
        double distance = 0;
        double difference = 0;
        double at = 0;
        for (int i = 0, j = 0; i < x.length || j < y.length; ) {
            boolean first = j == y.length || i < x.length && reference[x[i]] <= current[y[j]];
            double next = first ? reference[x[i]] : current[y[j]];
            distance += i + j == 0 ? 0 : Math.abs(difference) * (next - at);
            difference += first ? referenceWeights[x[i]] / m : -currentWeights[y[j]] / n;
            at = next;
            i += first ? 1 : 0;
            j += first ? 0 : 1;
        }
        return distance;
    }

    /// p-value of Pearson's test that both come from the same shares, for a single look. Bins empty on both sides say
    /// nothing. Asymptotic: bins should expect about five values.
    public static double chiSquarePValue(long[] reference, long[] current) {
        requireBins(reference, current);
        double m = LongStream.of(reference).sum();
        double n = LongStream.of(current).sum();
        double statistic = 0;
        int used = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            double both = (double) reference[bin] + current[bin];
            if (both > 0) {
                double deviation = reference[bin] * Math.sqrt(n / m) - current[bin] * Math.sqrt(m / n);
                statistic += deviation * deviation / both;
                used++;
            }
        }
        return used < 2 ? 1 : ChiSquaredDistribution.of(used - 1.0).survivalProbability(statistic);
    }

    static void requireBins(long[] reference, long[] current) {
        if (reference.length != current.length
                || LongStream.of(reference).sum() <= 0
                || LongStream.of(current).sum() <= 0
                || LongStream.concat(LongStream.of(reference), LongStream.of(current))
                        .anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("need counts in the same bins, some on each side, found "
                    + Arrays.toString(reference) + " and " + Arrays.toString(current));
        }
    }

    private static double requireWeights(String name, double[] values, double[] weights) {
        double sum = Arrays.stream(weights).sum();
        if (values.length != weights.length
                || !(sum > 0)
                || Double.isInfinite(sum)
                || Arrays.stream(weights).anyMatch(weight -> weight < 0)
                || Arrays.stream(values).anyMatch(value -> !Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " needs finite values, each with a weight of 0 or more");
        }
        return sum;
    }

    private static int[] order(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
