package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.models.CompressionEvaluation.ProfileEvaluation;
import pakit.ml.models.Quality.FamilyLoss;

class ModelEvaluatorTest {
    /// Class 1 wherever feature 0 is above a half: 40 cases of 4 families.
    private static final Reference.Labelled HALVES = new Reference.Labelled(List.of("low", "high"), cases());

    private final ModelEvaluator evaluator = new ModelEvaluator();

    @Test
    void aModelOfClassesIsJudgedByItsLabels() {
        ModelEvaluation found = evaluator.evaluate(threshold(0.75f), "halves-1", HALVES);

        LabelEvaluation labels = (LabelEvaluation) found.quality();
        assertThat(labels.classification().confusion()).containsExactly(List.of(20L, 0L), List.of(10L, 10L));
        assertThat(labels.families()).hasSize(4).containsValue(new FamilyLoss(3, 10));
        assertThat(labels.calibration().expectedError()).isCloseTo(Math.abs(0.9 - 0.75), within(1e-6));
        assertThat(found.reference()).isEqualTo("halves-1");
        assertThat(found.failedRows()).isZero();
        assertThat(found.rows()).isGreaterThan(2_000);
        assertThat(found.latency().calls()).isEqualTo(LatencyFigures.CALLS_WANTED);
    }

    @Test
    void accuracyAndF1DecideOverAModelOfClasses() {
        assertThat(failed(threshold(0.5f))).isEmpty();
        assertThat(failed(threshold(0.75f))).containsExactly("accuracy", "f1");
        assertThat(failed(threshold(2f))).containsExactly("accuracy", "f1");
    }

    @Test
    void classesAreComparedWithTheLiveVersionByFamily() {
        ModelEvaluation good = evaluator.evaluate(threshold(0.5f), "halves-1", HALVES);
        ModelEvaluation worse = evaluator.evaluate(threshold(0.55f), "halves-1", HALVES);

        assertThat(comparison(good, worse).passed()).isTrue();
        assertThat(comparison(worse, good).passed()).isFalse();
        assertThat(comparison(worse, good).found()).isNegative();
        assertThat(comparison(good, good).found()).isZero();
    }

    @Test
    void rowsWithoutAnAnswerAreCountedAndTheFirstIsTold() {
        PakitModel moody = new PlayedLabels(2, 2, (row, out) -> {
            if (row[0] > 1) {
                throw new IllegalStateException("too much for me");
            }
            out[0] = row[0] < 0 ? Float.NaN : 1;
        });

        ModelEvaluation found = evaluator.evaluate(moody, "halves-1", HALVES);

        assertThat(found.failedRows()).isPositive().isLessThan(found.rows());
        assertThat(found.firstFailure()).containsAnyOf("too much for me", "output 0 is NaN");
    }

    @Test
    void aModelThatDoesNotFitTheSetIsRefused() {
        assertThatExceptionOfType(PakitException.Refused.class)
                .isThrownBy(() -> evaluator.evaluate(new PlayedLabels(2, 3, (row, out) -> {}), "halves-1", HALVES))
                .withMessageContaining("maps 2 inputs to 3 outputs");
    }

    @Test
    void anAbstainingModelIsTheDefaultOfEachProfile() {
        CompressionEvaluation found = onShippedBlocks(Networks.silent("1.0.0"));
        for (Profile profile : Profile.values()) {
            ProfileEvaluation figures = found.profile(profile);
            assertThat(figures.model()).isEqualTo(figures.profileDefault());
            assertThat(figures.abstained()).isEqualTo(1);
            assertThat(figures.calibration().bins()).isEmpty();
            assertThat(figures.choices().cases()).isEqualTo(1819);
            assertThat(figures.families()).hasSize(60);
        }
    }

    /// What the families lost, summed, is the regret.
    @Test
    void lossesByFamilyAddUpToTheRegret() {
        CompressionEvaluation found = onShippedBlocks(Networks.random("2.0.0", 3));
        for (Profile profile : Profile.values()) {
            ProfileEvaluation figures = found.profile(profile);
            double loss = figures.families().values().stream()
                    .mapToDouble(FamilyLoss::loss)
                    .sum();
            double scale = figures.families().values().stream()
                    .mapToDouble(FamilyLoss::scale)
                    .sum();
            assertThat(100 * (loss / scale - 1)).isCloseTo(figures.model().value(), within(1e-9));
            assertThat(figures.calibration().cases()).isEqualTo(Math.round((1 - figures.abstained()) * 1819));
        }
    }

    @Test
    void aSlowModelPaysItsOwnTimeAndAFastOneThatOfTheMeasurement() {
        double fast = asked(1_000).profile(Profile.BALANCED).model().value();
        double alsoFast = asked(10_000).profile(Profile.BALANCED).model().value();
        double slow = asked(147_000).profile(Profile.BALANCED).model().value();
        double silent = onShippedBlocks(Networks.silent("1.0.0"))
                .profile(Profile.BALANCED)
                .model()
                .value();
        assertThat(alsoFast).isEqualTo(fast);
        assertThat((slow - silent) / (fast - silent)).isCloseTo(147_000 / 1469.0, within(1e-6));
    }

    /// A model that never has anything to say, on a clock that moves by `nanos` a call.
    private static CompressionEvaluation asked(long nanos) {
        ModelArtifact idle = Networks.idle("1.0.0");
        References.Named set = References.standard().of(idle.manifest()).orElseThrow();
        AtomicLong readings = new AtomicLong();
        ModelEvaluator onThatClock = new ModelEvaluator(() -> readings.getAndIncrement() * nanos, Duration.ofHours(1));
        try (PakitModel model = ModelLoader.standard().load(idle)) {
            return (CompressionEvaluation) onThatClock
                    .evaluate(model, set.name(), set.reference().get())
                    .quality();
        }
    }

    /// The guide's check before a deployment: figures, and then the limits on them.
    @Test
    void theGuidesValidationInJava() {
        ModelArtifact artifact = DefaultModels.artifacts().getFirst();
        References.Named testData =
                References.standard().of(artifact.manifest()).orElseThrow();
        try (PakitModel model = ModelLoader.standard().load(artifact)) {
            ModelEvaluator evaluator = new ModelEvaluator();
            ModelEvaluation testMetrics = evaluator.evaluate(
                    model, testData.name(), testData.reference().get());

            double p95LatencyMs = testMetrics.latency().p95Nanos() / 1e6;
            assertThat(p95LatencyMs).as("Model latency too high!").isLessThan(10);
            List<GateCheck> checks = GateThresholds.STANDARD.judge(testMetrics, Optional.empty());
            assertThat(checks).as("Model validation").allMatch(GateCheck::passed);
        }
    }

    private CompressionEvaluation onShippedBlocks(ModelArtifact artifact) {
        References.Named set = References.standard().of(artifact.manifest()).orElseThrow();
        try (PakitModel model = ModelLoader.standard().load(artifact)) {
            return (CompressionEvaluation)
                    evaluator.evaluate(model, set.name(), set.reference().get()).quality();
        }
    }

    private List<String> failed(PakitModel model) {
        return GateThresholds.STANDARD.judge(evaluator.evaluate(model, "halves-1", HALVES), Optional.empty()).stream()
                .filter(check -> !check.passed())
                .map(GateCheck::name)
                .toList();
    }

    private static GateCheck comparison(ModelEvaluation candidate, ModelEvaluation live) {
        GateThresholds thresholds = new GateThresholds(0, 0, 0, 0.1, Duration.ofMillis(10));
        return thresholds.judge(candidate, Optional.of(live)).stream()
                .filter(check -> check.name().equals("not_inferior.accuracy"))
                .findFirst()
                .orElseThrow();
    }

    /// Sure by nine tenths of whatever it says.
    private static PakitModel threshold(float limit) {
        return new PlayedLabels(2, 2, (row, out) -> {
            boolean high = row[0] > limit;
            out[0] = high ? 0.1f : 0.9f;
            out[1] = high ? 0.9f : 0.1f;
        });
    }

    private static List<Reference.Case> cases() {
        List<Reference.Case> cases = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            float value = (i + 0.5f) / 40;
            cases.add(new Reference.Case("family" + i % 4, new float[] {value, 1}, value > 0.5f ? 1 : 0));
        }
        return cases;
    }
}
