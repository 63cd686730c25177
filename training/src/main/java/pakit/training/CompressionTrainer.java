package pakit.training;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pakit.error.PakitException;
import pakit.ml.models.CompressionEvaluation;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.Measurements;
import pakit.ml.models.ModelArtifact;
import pakit.training.ProgressListener.Stage;

/// Trains the compression predictor on real files: finds them, draws blocks, tries every codec, fits trees to the gains
/// over each profile's default, sets its margins, and judges it on families that it has not seen.
///
/// Times are measured once and are data from then on.
public final class CompressionTrainer implements Trainer {
    private static final String TREES = "trees";
    private static final String MLP = "mlp";
    private static final String LINEAR = "linear";

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
            case TrainingData.Own own -> Optional.empty();
            case TrainingData.Played played ->
                Optional.of("it learns from files (--data PATH) or from measurements of them (--measurements FILE)");
        };
    }

    @Override
    public List<String> architectures() {
        return List.of(TREES, MLP, LINEAR);
    }

    /// @throws pakit.error.PakitException.Unavailable if a network is wanted and this installation has no neural fit
    @Override
    public TrainingResult train(TrainingRequest request, ProgressListener progress) {
        String architecture = request.tuning().architecture(this);
        requireFit(architecture, request.tuning());
        if (request.data() instanceof TrainingData.Own && !architecture.equals(TREES)) {
            throw new PakitException.Invalid(
                    "beside what ships only " + TREES + " can be trained, found " + architecture);
        }
        Optional<NeuralFit> neural = architecture.equals(MLP) ? Optional.of(NeuralFit.installed()) : Optional.empty();
        CompressionRun run = new CompressionRun(request, examples(request, progress), progress);
        try (PassLog log = new PassLog(request.tuning().tensorBoard(), clock)) {
            CompressionRecipe recipe = switch (architecture) {
                case LINEAR -> new LinearRecipe(request.seed());
                case MLP ->
                    run.searched(new NeuralRecipe(neural.orElseThrow(), FitSettings.standard(request.seed()), log, ""));
                default -> trees(run, request);
            };
            return run.result(recipe, clock.instant());
        }
    }

    private Examples examples(TrainingRequest request, ProgressListener progress) {
        Collected collected = collect(request.data(), request.seed(), progress);
        return request.data() instanceof TrainingData.Own own
                ? Examples.beside(collected.measurements(), own.ownWeight())
                : Examples.of(collected, request.seed());
    }

    private static CompressionRecipe trees(CompressionRun run, TrainingRequest request) {
        TreesRecipe recipe = run.searched(new TreesRecipe(request.seed()));
        return request.data() instanceof TrainingData.Own own ? new OneProfileRecipe(recipe, own.profile()) : recipe;
    }

    private static void requireFit(String architecture, Tuning tuning) {
        if (tuning.tensorBoard().isPresent() && !architecture.equals(MLP)) {
            throw new PakitException.Invalid("event files for TensorBoard are for neural fits (--architecture " + MLP
                    + "), this is " + architecture);
        }
        if (tuning.trials() > 0 && architecture.equals(LINEAR)) {
            throw new PakitException.Invalid(architecture + " has no settings to try");
        }
    }

    /// On the measurements that it was trained on, a version is judged by the families that its training had set aside;
    /// on others by all but those on which the best fixed codec is chosen; on blocks of the node that it was trained
    /// for, by the newest of them.
    @Override
    public EvaluationResult evaluate(ModelArtifact artifact, TrainingData given, long seed, ProgressListener progress) {
        Collected collected = collect(given, seed, progress);
        Measurements measurements = collected.measurements();
        String digest = MeasurementFile.sha256(measurements);
        Map<String, String> data = artifact.manifest().data();
        boolean own = digest.equals(data.get("measurementsSha256")) || digest.equals(data.get(Examples.OWN_SHA256));
        FamilySplit split =
                FamilySplit.of(measurements.blocks(), own ? artifact.manifest().seed() : seed);
        FamilySplit judged = own ? split : split.withAllButTrainingAsTest();
        CompressionEvaluation evaluation = CompressionRun.judge(artifact, measurements, judged, seed);
        progress.progress(Stage.EVALUATE, 1, 1);
        return new EvaluationResult(
                CompressionReport.of(evaluation, judged.test(), described(measurements, digest, judged)),
                CompressionReport.plots(evaluation),
                collected.unreadable());
    }

    private Collected collect(TrainingData data, long seed, ProgressListener progress) {
        return switch (data) {
            case TrainingData.Saved saved -> new Collected(MeasurementFile.read(saved.file()), 0, List.of());
            case TrainingData.Own own -> new Collected(MeasurementFile.read(own.file()), 0, List.of());
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
