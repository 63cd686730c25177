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

    /// Two small layers: on 94 families of files no larger network chose better than one of this size, and each costs
    /// time on every block (docs/RATIONALE.md).
    static FitSettings standard(long seed) {
        return new FitSettings(List.of(32, 16), 2e-3f, 128, 0.5f, 150, 20, seed);
    }
}
