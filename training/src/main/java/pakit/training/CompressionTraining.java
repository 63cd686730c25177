package pakit.training;

/// Trains the compression predictor on real files.
public final class CompressionTraining {
    private CompressionTraining() {}
}
