package pakit.training;

/// Fits networks of dense layers. The one there is uses PyTorch, which weighs more than all of Pakit, and so lies in a
/// module of its own that is built for whoever wants it.
///
/// Every random choice comes from the settings' seed: the same samples and settings give the same bits on the same
/// machine.
public interface NeuralFit {
    /// Fits scaled samples and gives the weights of the pass with the least validation loss.
    ///
    /// @throws pakit.error.PakitException.Unavailable if the machine cannot run it
    Weights fit(Samples training, Samples validation, FitSettings settings, Watcher watcher);

    /// Sees each pass over the samples.
    @FunctionalInterface
    interface Watcher {
        /// @param pass counted from 1
        /// @return whether to go on; the fit ends early otherwise
        boolean passed(int pass, double trainingLoss, double validationLoss);
    }

    /// The fit that this installation has.
    ///
    /// @throws pakit.error.PakitException.Unavailable saying how to get one
    static NeuralFit installed() {
        return InstalledFit.of(NeuralFit.class);
    }
}
