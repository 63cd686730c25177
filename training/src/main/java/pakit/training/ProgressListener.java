package pakit.training;

/// Told how far a training is. Called on the training's own thread; must be quick.
@FunctionalInterface
public interface ProgressListener {
    /// The steps of a training, in order.
    enum Stage {
        /// Files are found and sorted into families; `done` counts files.
        WALK,
        /// Codecs are tried on sampled blocks; `done` counts families.
        MEASURE,
        /// The network is fitted; `done` counts passes over the data. It may end before `total`.
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
