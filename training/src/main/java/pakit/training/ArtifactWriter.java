package pakit.training;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.models.CompressionEvaluation;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.Histograms;
import pakit.ml.models.Manifest;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.Measurements;
import pakit.ml.models.Metric;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.TensorSpec;

/// Makes the artifact of a trained model: ONNX, manifest, card.
final class ArtifactWriter {
    private static final String PAYLOAD = "model.onnx";
    private static final String INPUT = "features";
    private static final String OUTPUT = "gains";
    private static final long ANY = -1;

    /// Begins the names of figures that are of a cross-validation.
    private static final String CROSSED = "crossValidated.";

    private final TrainingRequest request;
    private final Examples examples;
    private final Measurements measurements;
    private final FamilySplit split;
    private final CompressionRecipe recipe;
    private final Instant now;
    private final String measurementsSha256;

    ArtifactWriter(TrainingRequest request, Examples examples, CompressionRecipe recipe, Instant now) {
        this.request = request;
        this.examples = examples;
        this.measurements = examples.measurements();
        this.split = examples.split();
        this.recipe = recipe;
        this.now = now;
        this.measurementsSha256 = MeasurementFile.sha256(measurements);
    }

    String measurementsSha256() {
        return measurementsSha256;
    }

    /// Without figures, to be evaluated.
    ModelArtifact draft(TrainedModel model) {
        byte[] payload = model.network().toOnnx(INPUT, OUTPUT);
        return new ModelArtifact(manifest(model, payload, Map.of(), Map.of(), null), payload, "");
    }

    /// @param crossed what a cross-validation of the recipe gave
    ModelArtifact artifact(ModelCard.Judged judged, ModelCard.Judged linear, Optional<CompressionEvaluation> crossed) {
        byte[] payload = judged.model().network().toOnnx(INPUT, OUTPUT);
        Report report = CompressionReport.of(judged.evaluation(), split.test(), Map.of());
        Map<String, Metric> metrics = new HashMap<>(report.metrics());
        Map<String, Metric> baselines = new HashMap<>(report.baselines());
        for (Profile profile : Profile.values()) {
            baselines.put(
                    profile.label() + ".linear.regretPercent",
                    linear.evaluation().profile(profile).model());
        }
        crossed.map(evaluation -> CompressionReport.of(evaluation, measurements.blocks(), Map.of()))
                .ifPresent(folds -> {
                    folds.metrics().forEach((name, metric) -> metrics.put(CROSSED + name, metric));
                    folds.baselines().forEach((name, metric) -> baselines.put(CROSSED + name, metric));
                });
        Manifest manifest = manifest(judged.model(), payload, metrics, baselines, histograms(judged.model()));
        String card = new ModelCard(manifest, measurements, split, recipe.words()).text(judged, linear, crossed);
        return new ModelArtifact(manifest, payload, card);
    }

    private Manifest manifest(
            TrainedModel model,
            byte[] payload,
            Map<String, Metric> metrics,
            Map<String, Metric> baselines,
            @Nullable Histograms histograms) {
        FeatureSchema schema = CompressionFeatures.schema();
        return new Manifest(
                Manifest.FORMAT_VERSION,
                CompressionPredictor.NAME,
                request.version(),
                PAYLOAD,
                ModelArtifact.sha256(payload),
                schema.name(),
                schema.version(),
                List.of(new TensorSpec(INPUT, "FP32", List.of(ANY, (long) schema.size()))),
                List.of(new TensorSpec(OUTPUT, "FP32", List.of(ANY, (long) GainTargets.width()))),
                parameters(model),
                data(),
                request.seed(),
                metrics,
                baselines,
                request.parent().orElse(null),
                now,
                Map.of(),
                histograms);
    }

    private Histograms histograms(TrainedModel model) {
        try (CompressionPredictor loaded = CompressionPredictor.load(draft(model))) {
            return Histograms.of(
                    loaded,
                    split.typical().stream().map(MeasuredBlock::features).toList());
        }
    }

    private static Map<String, String> parameters(TrainedModel model) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put(
                "codecs", String.join(",", Codec.MENU.stream().map(Codec::label).toList()));
        parameters.put(
                "profiles",
                String.join(
                        ",",
                        List.of(Profile.values()).stream().map(Profile::label).toList()));
        model.margins().forEach((profile, margin) -> {
            parameters.put("margin." + profile.label(), margin.label());
            if (margin instanceof Margin.Above above) {
                parameters.put("askFromBytes." + profile.label(), String.valueOf(above.askFromBytes()));
            }
        });
        return parameters;
    }

    private Map<String, String> data() {
        Map<String, String> data = new HashMap<>(examples.data());
        data.put("source", measurements.source());
        data.put("machine", measurements.machine());
        data.put("measurementsSha256", measurementsSha256);
        data.put("hintNanos", String.valueOf(measurements.hintNanos()));
        data.put("families", String.valueOf(measurements.families()));
        data.put("trainingFamilies", families(split.training()));
        data.put("validationFamilies", families(split.validation()));
        data.put("testFamilies", families(split.test()));
        data.put("blocks", String.valueOf(measurements.blocks().size()));
        data.put("plainBytes", String.valueOf(measurements.plainBytes()));
        return data;
    }

    private static String families(List<MeasuredBlock> blocks) {
        return String.valueOf(
                blocks.stream().map(MeasuredBlock::family).distinct().count());
    }
}
