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

    /// Of ten settings tried, each on six splits of one measurement of 300 families, the one with the least regret in
    /// the
    /// archive profile, where asking costs least; two layers of half the width saw hardly any gain there, and ridge
    /// regression half of it.
    static FitSettings standard(long seed) {
        return new FitSettings(List.of(64, 32), 1e-3f, 64, 0.3f, 200, 30, seed);
    }
}
