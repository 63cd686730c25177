package pakit.training;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pakit.ml.models.CompressionEvaluation;
import pakit.ml.models.CompressionEvaluator;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.Measurements;
import pakit.ml.models.ModelArtifact;
import pakit.training.ProgressListener.Stage;

/// Trains the compression predictor on real files: finds them, draws blocks, tries every codec, fits a small network to
/// the gains over each profile's default, sets its margins, and judges it on families that it has not seen.
///
/// Times are measured once and are data from then on.
public final class CompressionTrainer implements Trainer {
    private final InstantSource clock;
    private final SampleLimits limits;

    /// @param clock says when a model was made
    public CompressionTrainer(InstantSource clock, SampleLimits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    @Override
    public String model() {
        return CompressionPredictor.NAME;
    }

    @Override
    public Optional<String> refuses(TrainingData data) {
        return switch (data) {
            case TrainingData.Files files -> Optional.empty();
            case TrainingData.Saved saved -> Optional.empty();
            case TrainingData.Played played ->
                Optional.of("it learns from files (--data PATH) or from measurements of them (--measurements FILE)");
        };
    }

    /// @throws pakit.error.PakitException.Unavailable if PyTorch does not run on this machine
    @Override
    public TrainingResult train(TrainingRequest request, ProgressListener progress) {
        Collected collected = collect(request.data(), request.seed(), progress);
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
        CompressionEvaluation evaluation = judge(writer.draft(network), measurements, split, request.seed());
        progress.progress(Stage.EVALUATE, 1, 2);
        CompressionEvaluation linearEvaluation = judge(writer.draft(linear), measurements, split, request.seed());
        progress.progress(Stage.EVALUATE, 2, 2);
        ModelArtifact artifact = writer.artifact(network, evaluation, linear, linearEvaluation);
        return new TrainingResult(
                artifact,
                CompressionReport.of(
                        evaluation, split.test(), artifact.manifest().data()),
                List.of(),
                writer.measurementsSha256(),
                collected.unreadable());
    }

    /// On the measurements that it was trained on, a version is judged by the families that its training had set aside;
    /// on others by all but those on which the best fixed codec is chosen.
    @Override
    public EvaluationResult evaluate(ModelArtifact artifact, TrainingData data, long seed, ProgressListener progress) {
        Collected collected = collect(data, seed, progress);
        Measurements measurements = collected.measurements();
        String digest = MeasurementFile.sha256(measurements);
        boolean own = digest.equals(artifact.manifest().data().get("measurementsSha256"));
        FamilySplit split =
                FamilySplit.of(measurements.blocks(), own ? artifact.manifest().seed() : seed);
        FamilySplit judged = own ? split : split.withAllButTrainingAsTest();
        CompressionEvaluation evaluation = judge(artifact, measurements, judged, seed);
        progress.progress(Stage.EVALUATE, 1, 1);
        return new EvaluationResult(
                CompressionReport.of(evaluation, judged.test(), described(measurements, digest, judged)),
                List.of(),
                collected.unreadable());
    }

    private Collected collect(TrainingData data, long seed, ProgressListener progress) {
        return switch (data) {
            case TrainingData.Saved saved -> new Collected(MeasurementFile.read(saved.file()), 0, List.of());
            case TrainingData.Files files -> {
                Collected collected =
                        new MeasurementCollector(limits, seed, progress).collect(files.paths(), files.source());
                files.saveTo().ifPresent(file -> MeasurementFile.write(collected.measurements(), file));
                yield collected;
            }
            case TrainingData.Played played ->
                throw new IllegalArgumentException(model() + " refuses data that are played");
        };
    }

    /// Through the very artifact that would be served.
    private static CompressionEvaluation judge(
            ModelArtifact artifact, Measurements measurements, FamilySplit split, long seed) {
        try (CompressionPredictor model = CompressionPredictor.load(artifact)) {
            return new CompressionEvaluator(measurements.hintNanos(), seed)
                    .evaluate(model, split.training(), split.test());
        }
    }

    private static Map<String, String> described(Measurements measurements, String digest, FamilySplit split) {
        Map<String, String> words = new HashMap<>();
        words.put("source", measurements.source());
        words.put("machine", measurements.machine());
        words.put("measurementsSha256", digest);
        words.put("hintNanos", String.valueOf(measurements.hintNanos()));
        words.put("families", families(split.test()));
        words.put("blocks", String.valueOf(split.test().size()));
        words.put("bestFixedFamilies", families(split.training()));
        return words;
    }

    private static String families(List<MeasuredBlock> blocks) {
        return String.valueOf(
                blocks.stream().map(MeasuredBlock::family).distinct().count());
    }
}
