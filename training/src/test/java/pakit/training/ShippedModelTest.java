package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pakit.codec.Profile;
import pakit.ml.models.CompressionEvaluation;
import pakit.ml.models.CompressionEvaluation.ProfileEvaluation;
import pakit.ml.models.CompressionEvaluator;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.Measurements;
import pakit.ml.models.Metric;
import pakit.ml.models.ModelArtifact;

/// The default model against the measurements that it was trained on, which come with this module. Training from them
/// again gives the shipped payload on machines whose PyTorch takes the same vector path; the figures do not depend on
/// that, so they are what is held here.
class ShippedModelTest {
    private final ModelArtifact shipped = DefaultModels.artifacts().getFirst();
    private Measurements measurements;

    @BeforeEach
    void readMeasurements() {
        measurements = ShippedMeasurements.all();
    }

    @Test
    void itsManifestNamesTheseMeasurements() {
        assertThat(shipped.manifest().data())
                .containsEntry("measurementsSha256", MeasurementFile.sha256(measurements))
                .containsEntry("hintNanos", String.valueOf(measurements.hintNanos()))
                .containsEntry("blocks", String.valueOf(measurements.blocks().size()))
                .containsEntry("source", measurements.source());
    }

    @Test
    void itsFiguresFollowFromThem() {
        long seed = shipped.manifest().seed();
        FamilySplit split = FamilySplit.of(measurements.blocks(), seed);
        CompressionEvaluation evaluation;
        try (CompressionPredictor model = CompressionPredictor.load(shipped)) {
            evaluation = new CompressionEvaluator(measurements.hintNanos(), seed)
                    .evaluate(model, split.training(), split.test());
        }

        for (Profile profile : Profile.values()) {
            String name = profile.name().toLowerCase(Locale.ROOT);
            ProfileEvaluation figures = evaluation.profile(profile);
            assertThat(figures.model()).isEqualTo(metric(shipped.manifest().metrics(), name + ".regretPercent"));
            assertThat(figures.gain()).isEqualTo(metric(shipped.manifest().metrics(), name + ".gainPoints"));
            assertThat(figures.bestFixed())
                    .isEqualTo(metric(shipped.manifest().baselines(), name + ".bestFixed.regretPercent"));
            assertThat(figures.sizeRule())
                    .isEqualTo(metric(shipped.manifest().baselines(), name + ".sizeRule.regretPercent"));
        }
    }

    private static Metric metric(Map<String, Metric> metrics, String name) {
        return Objects.requireNonNull(metrics.get(name), name);
    }
}
