package pakit.training;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pakit.ml.models.CompressionEvaluation;
import pakit.ml.models.CompressionEvaluator;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.Measurements;
import pakit.ml.models.ModelArtifact;
import pakit.training.ProgressListener.Stage;

/// One training of the compression predictor, from measurements on.
final class CompressionRun {
    private final TrainingRequest request;
    private final Examples examples;
    private final Measurements measurements;
    private final FamilySplit split;
    private final ProgressListener progress;

    CompressionRun(TrainingRequest request, Examples examples, ProgressListener progress) {
        this.request = request;
        this.examples = examples;
        this.measurements = examples.measurements();
        this.split = examples.split();
        this.progress = progress;
    }

    TreesRecipe searched(TreesRecipe recipe) {
        int trials = request.tuning().trials();
        return trials == 0 ? recipe : recipe.searched(split, trials, this::tried);
    }

    CompressionRecipe searched(NeuralRecipe recipe) {
        int trials = request.tuning().trials();
        return trials == 0 ? recipe : recipe.searched(split, trials, this::tried);
    }

    private void tried(int done) {
        progress.progress(Stage.SEARCH, done, request.tuning().trials());
    }

    TrainingResult result(CompressionRecipe recipe, Instant now) {
        ArtifactWriter writer = new ArtifactWriter(request, examples, recipe, now);
        Optional<CompressionEvaluation> crossed = crossValidated(recipe, writer);
        CompressionRecipe.Fitted fitted =
                recipe.fit(split, measurements.hintNanos(), done -> progress.progress(Stage.FIT, done, recipe.steps()));
        TrainedModel linear = TrainedModel.linear(split, measurements.hintNanos(), request.seed());
        CompressionEvaluation evaluation = judge(writer.draft(fitted.model()), measurements, split, request.seed());
        progress.progress(Stage.EVALUATE, 1, 2);
        CompressionEvaluation linearEvaluation = judge(writer.draft(linear), measurements, split, request.seed());
        progress.progress(Stage.EVALUATE, 2, 2);
        ModelArtifact artifact = writer.artifact(
                new ModelCard.Judged(fitted.model(), evaluation),
                new ModelCard.Judged(linear, linearEvaluation),
                crossed);
        return new TrainingResult(
                artifact,
                CompressionReport.of(
                        evaluation, split.test(), artifact.manifest().data()),
                plots(fitted.curve(), evaluation),
                writer.measurementsSha256(),
                examples.unreadable());
    }

    private static List<Plot> plots(LearningCurve curve, CompressionEvaluation evaluation) {
        List<Plot> plots = new ArrayList<>(CompressionReport.plots(evaluation));
        if (!curve.losses().isEmpty()) {
            plots.addFirst(curve.plot());
        }
        return plots;
    }

    /// Every family is judged once, by a model that was fitted, stopped and set on others.
    private Optional<CompressionEvaluation> crossValidated(CompressionRecipe recipe, ArtifactWriter writer) {
        int count = request.tuning().folds();
        if (count == 0) {
            return Optional.empty();
        }
        FamilyFolds folds = FamilyFolds.of(measurements.blocks(), count, request.seed());
        List<CompressionEvaluator.Fold> judged = new ArrayList<>();
        for (int fold = 0; fold < count; fold++) {
            FamilySplit part = folds.split(fold);
            TrainedModel model =
                    recipe.fit(part, measurements.hintNanos(), step -> {}).model();
            List<MeasuredBlock> seen = new ArrayList<>(part.training());
            seen.addAll(part.validation());
            judged.add(
                    new CompressionEvaluator.Fold(CompressionPredictor.load(writer.draft(model)), seen, part.test()));
            progress.progress(Stage.SEARCH, fold + 1, count);
        }
        CompressionEvaluator evaluator = new CompressionEvaluator(measurements.hintNanos(), request.seed());
        return Optional.of(evaluator.evaluate(judged));
    }

    /// Through the very artifact that would be served.
    static CompressionEvaluation judge(
            ModelArtifact artifact, Measurements measurements, FamilySplit split, long seed) {
        try (CompressionPredictor model = CompressionPredictor.load(artifact)) {
            return new CompressionEvaluator(measurements.hintNanos(), seed)
                    .evaluate(model, split.training(), split.test());
        }
    }
}
