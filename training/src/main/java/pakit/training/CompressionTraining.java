package pakit.training;

import java.time.InstantSource;
import java.util.List;
import pakit.ml.models.CompressionEvaluation;
import pakit.ml.models.CompressionEvaluator;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.Measurements;
import pakit.ml.models.ModelArtifact;
import pakit.training.ProgressListener.Stage;

/// Trains the compression predictor on real files: finds them, draws blocks, tries every codec, fits a small network to
/// the gains over each profile's default, sets its margins, and judges it on families that it has not seen.
///
/// Times are measured once and are data from then on: the same measurements and seed give the same payload, bit for
/// bit, on the same kind of machine.
public final class CompressionTraining {
    private final InstantSource clock;

    /// @param clock says when a model was made
    public CompressionTraining(InstantSource clock) {
        this.clock = clock;
    }

    /// @throws pakit.error.PakitException.NotFound if a path does not exist
    /// @throws pakit.error.PakitException.Invalid if the data are too few
    /// @throws pakit.error.PakitException.Corrupt if saved measurements are damaged or of another schema
    /// @throws pakit.error.PakitException.Unavailable if PyTorch does not run on this machine
    public TrainingResult run(TrainingRequest request, ProgressListener progress) {
        Collected collected = collect(request, progress);
        Measurements measurements = collected.measurements();
        FamilySplit split = FamilySplit.of(measurements.blocks(), request.seed());
        FitSettings settings = FitSettings.standard(request.seed());
        TrainedModel network = TrainedModel.network(
                split,
                measurements.hintNanos(),
                settings,
                pass -> progress.progress(Stage.FIT, pass, settings.passesMax()));
        TrainedModel linear = TrainedModel.linear(split, measurements.hintNanos(), request.seed());

        ArtifactWriter writer = new ArtifactWriter(request, measurements, split, settings, clock.instant());
        CompressionEvaluation evaluation = evaluate(writer.draft(network), split, measurements, request);
        progress.progress(Stage.EVALUATE, 1, 2);
        CompressionEvaluation linearEvaluation = evaluate(writer.draft(linear), split, measurements, request);
        progress.progress(Stage.EVALUATE, 2, 2);
        return new TrainingResult(
                writer.artifact(network, evaluation, linear, linearEvaluation),
                evaluation,
                linearEvaluation,
                measurements,
                writer.measurementsSha256(),
                collected.unreadable());
    }

    private static Collected collect(TrainingRequest request, ProgressListener progress) {
        return switch (request.data()) {
            case TrainingRequest.Data.Saved saved -> new Collected(MeasurementFile.read(saved.file()), 0, List.of());
            case TrainingRequest.Data.Files files -> {
                Collected collected = new MeasurementCollector(files.limits(), request.seed(), progress)
                        .collect(files.paths(), files.source());
                files.saveTo().ifPresent(file -> MeasurementFile.write(collected.measurements(), file));
                yield collected;
            }
        };
    }

    /// Through the very artifact that would be served.
    private static CompressionEvaluation evaluate(
            ModelArtifact draft, FamilySplit split, Measurements measurements, TrainingRequest request) {
        try (CompressionPredictor model = CompressionPredictor.load(draft)) {
            return new CompressionEvaluator(measurements.hintNanos(), request.seed())
                    .evaluate(model, split.training(), split.test());
        }
    }
}
