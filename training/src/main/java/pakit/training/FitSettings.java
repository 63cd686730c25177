package pakit.training;

import java.util.List;

/// How a network is fitted. A search over settings comes in here.
///
/// @param hidden widths of the hidden layers
/// @param huberWidth up to which error, in spreads of the target, the loss is quadratic
/// @param patience passes without a better validation loss before it stops
record FitSettings(
        List<Integer> hidden,
        float learningRate,
        int batchRows,
        float huberWidth,
        int passesMax,
        int patience,
        long seed) {
    FitSettings {
        hidden = List.copyOf(hidden);
    }

    /// The least regret of about ten settings, most of them on six splits of a first measurement of 300 families, with
    /// the time of asking left out, at the best of eight margins: archive 0.45 % (ridge regression 0.46, two layers of
    /// half the width 0.49, the default codec 0.51), balanced 0.48 (0.61, 0.53, 0.62), fast 1.29 (1.62, 1.44, 1.92).
    /// Differences of a few hundredths between networks are noise.
    static FitSettings standard(long seed) {
        return new FitSettings(List.of(64, 32), 1e-3f, 64, 0.3f, 200, 30, seed);
    }
}
