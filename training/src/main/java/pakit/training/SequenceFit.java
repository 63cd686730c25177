package pakit.training;

import pakit.ml.tensor.LstmWeights;

/// Fits an LSTM that says which token comes after the last few. As with [NeuralFit] it is PyTorch that does it, in a
/// module of its own, and every random choice comes from the settings' seed.
public interface SequenceFit {
    /// Fits windows of the training tokens and gives the weights of the pass with the least validation loss.
    ///
    /// @throws pakit.error.PakitException.Unavailable if the machine cannot run it
    LstmWeights fit(TokenSequences tokens, SequenceSettings settings, NeuralFit.Watcher watcher);

    /// The fit that this installation has.
    ///
    /// @throws pakit.error.PakitException.Unavailable saying how to get one
    static SequenceFit installed() {
        return InstalledFit.of(SequenceFit.class);
    }
}
