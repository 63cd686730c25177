package pakit.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/// Several metrics judged at once, so that the chance of *any* false alarm stays at `alpha`. Works on fixed-sample and
/// on always-valid p-values alike: at each time, the rule needs no more than valid p-values at that time.
public final class FamilyWise {
    private FamilyWise() {}

    /// p-values adjusted by Holm's step-down rule (Holm 1979), in the order of `pValues`: compare each with `alpha`.
    public static double[] holm(double... pValues) {
        int n = pValues.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[n];
        double largest = 0;
        for (int rank = 0; rank < n; rank++) {
            double p = pValues[order[rank]];
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("p-values lie in 0..1, found " + p + " at " + order[rank]);
            }
            largest = Math.max(largest, Math.min(1, (n - rank) * p));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }
}
