package pakit.ml.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// Costs of several strategies against the oracle's, summed by family, and what follows from them with intervals: the
/// families are resampled with replacement (cluster bootstrap, Efron and Tibshirani 1993), because blocks of one family
/// resemble each other.
final class Regrets {
    private static final int RESAMPLES = 2000;
    private static final double TAIL = 0.025;

    private final int strategies;
    private final long seed;
    private final Map<String, double[]> sums = new LinkedHashMap<>();

    Regrets(int strategies, long seed) {
        this.strategies = strategies;
        this.seed = seed;
    }

    /// @param costs one per strategy
    void add(String family, double oracle, double... costs) {
        double[] sum = sums.computeIfAbsent(family, unused -> new double[strategies + 1]);
        for (int i = 0; i < strategies; i++) {
            sum[i] += costs[i];
        }
        sum[strategies] += oracle;
    }

    /// Regret of a strategy in percent of the oracle's cost.
    Metric percent(int strategy) {
        return metric(total -> 100 * (total[strategy] / total[strategies] - 1));
    }

    /// Points of regret that `better` saves against `base`, paired by family.
    Metric pointsSaved(int better, int base) {
        return metric(total -> 100 * (total[base] - total[better]) / total[strategies]);
    }

    /// Cost of a strategy and of the oracle, by family.
    Map<String, Quality.FamilyLoss> losses(int strategy) {
        Map<String, Quality.FamilyLoss> losses = new TreeMap<>();
        sums.forEach((family, sum) -> losses.put(family, new Quality.FamilyLoss(sum[strategy], sum[strategies])));
        return losses;
    }

    private Metric metric(ToDoubleFunction<double[]> figure) {
        List<double[]> families = new ArrayList<>(sums.values());
        SplittableRandom random = new SplittableRandom(seed);
        double[] resampled = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double[] total = new double[strategies + 1];
            for (int draw = 0; draw < families.size(); draw++) {
                addTo(total, families.get(random.nextInt(families.size())));
            }
            resampled[i] = figure.applyAsDouble(total);
        }
        Arrays.sort(resampled);
        double[] all = new double[strategies + 1];
        families.forEach(family -> addTo(all, family));
        return new Metric(
                figure.applyAsDouble(all),
                resampled[(int) (TAIL * RESAMPLES)],
                resampled[(int) ((1 - TAIL) * RESAMPLES) - 1]);
    }

    private static void addTo(double[] total, double[] more) {
        for (int i = 0; i < total.length; i++) {
            total[i] += more[i];
        }
    }
}
