package pakit.training;

import java.util.List;
import java.util.Locale;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.MeasuredBlock;

/// How large a block and a predicted gain must be, in one profile, before the model is asked and followed; or that it
/// never is.
///
/// Chosen on families that the predictions did not learn from: the size and the margin under which asking and following
/// cost least there. What is gained grows with a block, what asking costs does not, so small blocks are not asked
/// about. The profile abstains altogether unless the saving, with the time of asking paid, is above zero even at the
/// lower end of its interval: in doubt the default is right.
sealed interface Margin {
    /// Ask from `askFromBytes` on, follow a predicted gain above `share` of the plain bytes.
    record Above(double share, int askFromBytes, Saving saving) implements Margin {}

    /// Ask and follow nothing.
    record Abstain(Saving saving) implements Margin {}

    /// What the best margin saved, as shares of the plain bytes, the price of asking paid.
    ///
    /// @param low the one-sided 99 % lower end, by resampling families
    record Saving(double value, double low) {
        /// Of a margin that was set elsewhere.
        static final Saving UNKNOWN = new Saving(Double.NaN, Double.NaN);
    }

    /// A codec that is chosen for fewer of the blocks is not worth its trees.
    double CHOSEN_SHARE_MIN = 0.005;

    Saving saving();

    /// As the manifest's parameter `margin.PROFILE` has it.
    default String label() {
        return switch (this) {
            case Above above -> String.format(Locale.ROOT, "%.5f", above.share());
            case Abstain abstain -> CompressionPredictor.ABSTAIN;
        };
    }

    /// Blocks and what a model says of them.
    ///
    /// @param gains one row per block, by [GainTargets#index]
    record Predicted(List<MeasuredBlock> blocks, float[][] gains, Weighing weighing) {}

    static Margin choose(Profile profile, Predicted predicted, long hintNanos, long seed) {
        return new MarginSearch(profile, predicted, hintNanos).best(seed);
    }

    /// The number of the codec with the largest gain above `share`, else the default.
    ///
    /// @param row predicted gains of one block
    static int chosen(Profile profile, float[] row, double share) {
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

    /// Whether following `margin` would choose `codec` for more than a few of the blocks.
    static boolean everChosen(Profile profile, int codec, Above margin, Predicted predicted) {
        double asked = 0;
        double chosen = 0;
        for (int i = 0; i < predicted.gains().length; i++) {
            MeasuredBlock block = predicted.blocks().get(i);
            if (block.plainBytes() >= margin.askFromBytes()) {
                double weight = predicted.weighing().of(block);
                asked += weight;
                chosen += chosen(profile, predicted.gains()[i], margin.share()) == codec ? weight : 0;
            }
        }
        return chosen > CHOSEN_SHARE_MIN * asked;
    }
}
