package pakit.training;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.MeasuredBlock;

/// How large a predicted gain must be, in one profile, before it is worth following; or that none is.
///
/// Chosen on validation families: the margin under which following the model costs least there. The profile abstains
/// altogether unless the saving, with the time of asking paid on every block, is above zero even at the lower end of
/// its interval: in doubt the default is right.
sealed interface Margin {
    /// Follow a predicted gain above `share` of the plain bytes.
    record Above(double share, Saving saving) implements Margin {}

    /// Follow nothing.
    record Abstain(Saving saving) implements Margin {}

    /// What the best margin saved on the validation families, as shares of the plain bytes, the price of asking paid.
    ///
    /// @param low the one-sided 95 % lower end, by resampling families
    record Saving(double value, double low) {}

    Saving saving();

    /// As the manifest's parameter `margin.PROFILE` has it.
    default String label() {
        return switch (this) {
            case Above above -> String.format(Locale.ROOT, "%.5f", above.share());
            case Abstain abstain -> CompressionPredictor.ABSTAIN;
        };
    }

    /// @param gains predicted, one row per block, by [GainTargets#index]
    static Margin choose(Profile profile, List<MeasuredBlock> blocks, float[][] gains, long hintNanos, long seed) {
        return new Search(profile, blocks, gains, hintNanos).best(seed);
    }

    /// One search.
    final class Search {
        /// Steps as shares of the plain bytes, from nothing to a tenth.
        static final double[] STEPS = {0, 0.001, 0.002, 0.004, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1};

        private static final int RESAMPLES = 2000;
        private static final double LOWER_TAIL = 0.05; // one-sided: only a gain that is too small does harm

        private final Profile profile;
        private final List<MeasuredBlock> blocks;
        private final float[][] gains;
        private final double priceOfAsking;

        private Search(Profile profile, List<MeasuredBlock> blocks, float[][] gains, long hintNanos) {
            this.profile = profile;
            this.blocks = blocks;
            this.gains = gains;
            this.priceOfAsking = profile.cost(0, hintNanos);
        }

        private Margin best(long seed) {
            double plainBytes =
                    blocks.stream().mapToLong(MeasuredBlock::plainBytes).sum();
            double askingShare = priceOfAsking * blocks.size() / plainBytes;
            double bestShare = askingShare + STEPS[0];
            double[] best = savedByFamily(bestShare);
            for (double step : STEPS) {
                double[] saved = savedByFamily(askingShare + step);
                if (Arrays.stream(saved).sum() > Arrays.stream(best).sum()) {
                    best = saved;
                    bestShare = askingShare + step;
                }
            }
            Saving saving = new Saving(Arrays.stream(best).sum() / plainBytes, lowerBound(best, seed) / plainBytes);
            return saving.low() > 0 ? new Above(bestShare, saving) : new Abstain(saving);
        }

        /// Bytes that following predicted gains above `share` saves, the price of asking paid.
        private double[] savedByFamily(double share) {
            Map<String, Double> saved = new HashMap<>();
            for (int i = 0; i < gains.length; i++) {
                MeasuredBlock block = blocks.get(i);
                double gain = GainTargets.gain(block, profile, chosen(gains[i], share)) * block.plainBytes();
                saved.merge(block.family(), gain - priceOfAsking, Double::sum);
            }
            return saved.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .mapToDouble(Map.Entry::getValue)
                    .toArray();
        }

        private int chosen(float[] row, double share) {
            int standard = Codec.MENU.indexOf(profile.defaultCodec());
            int best = standard;
            double bestGain = share;
            for (int codec = 0; codec < Codec.MENU.size(); codec++) {
                double gain = row[GainTargets.index(profile, codec)];
                if (codec != standard && gain > bestGain) {
                    best = codec;
                    bestGain = gain;
                }
            }
            return best;
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
}
