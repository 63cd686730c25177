package pakit.ml.integration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.hint.Hint;

/// Reads one output row of a compression model: the codec with the largest gain, if that is a gain at all. Pure.
final class CompressionChoice {
    private CompressionChoice() {}

    /// The hint, or null if the profile's default is best.
    ///
    /// @param offset index in `gains` of the first of `codecs`
    /// @throws UnusableAnswer if a gain is not finite or the best codec is none that hints may name
    static Hint.@Nullable Compression best(List<Codec> codecs, int offset, float[] gains, Profile profile) {
        int best = -1;
        for (int i = 0; i < codecs.size(); i++) {
            float gain = gains[offset + i];
            if (!Float.isFinite(gain)) {
                throw new UnusableAnswer("gain of " + codecs.get(i).label() + " is " + gain);
            }
            if (gain > (best < 0 ? 0 : gains[offset + best])) {
                best = i;
            }
        }
        if (best < 0 || codecs.get(best).equals(profile.defaultCodec())) {
            return null;
        }
        if (!Codec.MENU.contains(codecs.get(best))) {
            throw new UnusableAnswer("codec " + codecs.get(best).label() + " is none of those hints may name");
        }
        return new Hint.Compression(codecs.get(best), gains[offset + best]);
    }
}
