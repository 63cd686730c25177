package pakit.training;

import java.util.List;

/// How a network is fitted.
///
/// @param hidden widths of the hidden layers
/// @param huberWidth up to which error, in spreads of the target, the loss is quadratic
/// @param patience passes without a better validation loss before it stops
public record FitSettings(
        List<Integer> hidden,
        float learningRate,
        int batchRows,
        float huberWidth,
        int passesMax,
        int patience,
        long seed) {
    public FitSettings {
        hidden = List.copyOf(hidden);
    }

    /// The layers of the Python original; the other settings had the least regret of about ten, most of them on six
    /// splits of a first measurement of 300 families. Differences of a few hundredths between networks are noise.
    static FitSettings standard(long seed) {
        return new FitSettings(List.of(128, 64, 32), 1e-3f, 64, 0.3f, 200, 30, seed);
    }
}
