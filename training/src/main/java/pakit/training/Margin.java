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
    record Saving(double value, double low) {}

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

    /// @param gains predicted, one row per block, by [GainTargets#index]
    static Margin choose(Profile profile, List<MeasuredBlock> blocks, float[][] gains, long hintNanos, long seed) {
        return new MarginSearch(profile, blocks, gains, hintNanos).best(seed);
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
    static boolean everChosen(Profile profile, int codec, Above margin, List<MeasuredBlock> blocks, float[][] gains) {
        long asked = 0;
        long chosen = 0;
        for (int i = 0; i < gains.length; i++) {
            if (blocks.get(i).plainBytes() >= margin.askFromBytes()) {
                asked++;
                chosen += chosen(profile, gains[i], margin.share()) == codec ? 1 : 0;
            }
        }
        return chosen > CHOSEN_SHARE_MIN * asked;
    }
}
