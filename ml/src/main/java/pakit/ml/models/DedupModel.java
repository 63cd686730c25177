package pakit.ml.models;

import pakit.codec.Profile;

/// A model that says, for a new block and a candidate base, what share of the block's record an attempt at it would
/// save: one output a row, 0 to 1.
///
/// The border between the hint and what answers: whoever asks for hints sees only this, so a broken model can be played
/// by a few lines.
public interface DedupModel extends PakitModel {
    /// What the CPU time of one attempt is worth, in stored bytes.
    ///
    /// @param plainBytes of the new block
    double priceBytes(Profile profile, int plainBytes);

    /// Whether following the model was worth nothing so far: then asking only costs time.
    boolean abstains();
}
