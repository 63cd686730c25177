package pakit.training;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import pakit.codec.Profile;
import pakit.ml.models.MeasuredBlock;

/// One search for the [Margin] of a profile: every step with every size.
final class MarginSearch {
    /// Steps as shares of the plain bytes, from nothing to a tenth.
    static final double[] STEPS = {0, 0.001, 0.002, 0.004, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1};

    static final int[] SIZES = {0, 4 << 10, 8 << 10, 16 << 10, 32 << 10, 64 << 10};

    private static final int RESAMPLES = 2000;
    private static final double LOWER_TAIL = 0.01; // one-sided: only a gain that is too small does harm

    private final Profile profile;
    private final List<MeasuredBlock> blocks;
    private final float[][] gains;
    private final Weighing weighing;
    private final double priceOfAsking;

    MarginSearch(Profile profile, Margin.Predicted predicted, long hintNanos) {
        this.profile = profile;
        this.blocks = predicted.blocks();
        this.gains = predicted.gains();
        this.weighing = predicted.weighing();
        this.priceOfAsking = profile.cost(0, hintNanos);
    }

    Margin best(long seed) {
        double plainBytes = blocks.stream()
                .mapToDouble(block -> weighing.of(block) * block.plainBytes())
                .sum();
        double[] best = new double[0];
        double bestSum = Double.NEGATIVE_INFINITY;
        double bestStep = 0;
        int bestSize = 0;
        for (double step : STEPS) {
            double[][] saved = savedByFamily(step);
            for (int size = 0; size < SIZES.length; size++) {
                double sum = Arrays.stream(saved[size]).sum();
                if (sum > bestSum) {
                    bestSum = sum;
                    best = saved[size];
                    bestStep = step;
                    bestSize = SIZES[size];
                }
            }
        }
        Margin.Saving saving = new Margin.Saving(bestSum / plainBytes, lowerBound(best, seed) / plainBytes);
        return saving.low() > 0 ? new Margin.Above(bestStep, bestSize, saving) : new Margin.Abstain(saving);
    }

    /// Bytes that following predicted gains above `share` saves, the price of asking paid: per size, per family.
    private double[][] savedByFamily(double share) {
        Map<String, double[]> saved = new TreeMap<>();
        for (int i = 0; i < gains.length; i++) {
            MeasuredBlock block = blocks.get(i);
            int codec = Margin.chosen(profile, gains[i], share);
            double net =
                    weighing.of(block) * (GainTargets.gain(block, profile, codec) * block.plainBytes() - priceOfAsking);
            double[] sums = saved.computeIfAbsent(block.family(), unused -> new double[SIZES.length]);
            for (int size = 0; size < SIZES.length && block.plainBytes() >= SIZES[size]; size++) {
                sums[size] += net;
            }
        }
        double[][] bySize = new double[SIZES.length][];
        for (int size = 0; size < SIZES.length; size++) {
            int at = size;
            bySize[size] = saved.values().stream().mapToDouble(sums -> sums[at]).toArray();
        }
        return bySize;
    }

    private static double lowerBound(double[] saved, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] totals = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int draw = 0; draw < saved.length; draw++) {
                totals[i] += saved[random.nextInt(saved.length)];
            }
        }
        Arrays.sort(totals);
        return totals[(int) (LOWER_TAIL * RESAMPLES)];
    }
}
