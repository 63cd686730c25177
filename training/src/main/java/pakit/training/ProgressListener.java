package pakit.training;

/// Told how far a training is. Called on the training's own thread; must be quick.
@FunctionalInterface
public interface ProgressListener {
    /// The steps of a training, in order.
    enum Stage {
        /// Files are found and sorted; `done` counts files.
        WALK,
        /// What the model learns from is measured; `done` counts families, or what else the trainer has.
        MEASURE,
        /// Settings are tried; `done` counts trials, or folds of a cross-validation.
        SEARCH,
        /// The model is fitted; `done` counts passes over the data. It may end before `total`.
        FIT,
        /// The model is compared with its baselines; `done` counts strategies.
        EVALUATE
    }

    /// @param total what `done` will reach, or -1 where that is not known
    void progress(Stage stage, long done, long total);

    /// Tells nobody.
    static ProgressListener none() {
        return (stage, done, total) -> {};
    }
}
