package pakit.ml.models;

import java.util.List;
import pakit.codec.Codec;
import pakit.codec.Profile;

/// A model that says, for each profile and codec, what share of a block's plain bytes the codec would gain over the
/// profile's default. One output row is `gains[profile][codec]`.
///
/// The border between the hint and the network: whoever asks for hints sees only this, so a broken model can be played
/// by a few lines.
public interface CompressionModel extends PakitModel {
    /// The codecs that outputs stand for.
    List<Codec> codecs();

    /// Index in an output row of the first codec of `profile`.
    int offset(Profile profile);

    /// Whether the model has nothing to offer in `profile`, whatever the block: then asking only costs time.
    default boolean abstains(Profile profile) {
        return false;
    }

    /// How large a block must be for the answer to be worth the asking, in `profile`: what is gained grows with the
    /// block, what asking costs does not.
    default int askFromBytes(Profile profile) {
        return 0;
    }

    /// Whether to ask about a block of that size at all.
    default boolean asks(Profile profile, int plainBytes) {
        return !abstains(profile) && plainBytes >= askFromBytes(profile);
    }

    /// As [#predict(int, float\[\], float\[\])] for one row, of which only the outputs of `profile` are needed.
    default void predict(Profile profile, float[] features, float[] out) {
        predict(1, features, out);
    }
}
