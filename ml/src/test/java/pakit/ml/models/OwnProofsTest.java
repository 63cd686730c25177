package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.ml.models.Quality.FamilyLoss;

/// What own blocks prove, the reference set has to say on the average only.
class OwnProofsTest {
    private static final int FAMILIES = 30;
    private static final HeldOut PROOF = heldOut(5, new Metric(8, 7, 9));

    @TempDir
    Path models;

    @Test
    void whatIsBetterHereNeedsToBeNotWorseElsewhereOnTheAverage() {
        ModelEvaluation live = losing(0);
        ModelEvaluation better = losing(-2);
        assertThat(failed(better, live, Optional.empty()))
                .as("no interval over such families would do")
                .containsExactly("not_inferior.accuracy");
        assertThat(failed(better, live, Optional.of(PROOF))).isEmpty();
        assertThat(GateThresholds.STANDARD.judge(better, Optional.of(live), Optional.of(PROOF)))
                .extracting(GateCheck::name)
                .contains("not_inferior.own");
    }

    @Test
    void whatIsWorseElsewhereOnTheAverageIsRefusedAllTheSame() {
        assertThat(failed(losing(1), losing(0), Optional.of(PROOF))).containsExactly("not_inferior.accuracy");
    }

    @Test
    void whatIsUncertainHereOrOfAFewStretchesProvesNothing() {
        for (HeldOut found : List.of(
                heldOut(HeldOut.STRETCHES_MIN - 1, new Metric(8, 7, 9)),
                heldOut(20, new Metric(1, -0.2, 3)),
                heldOut(20, new Metric(-0.05, -0.08, 0)))) {
            assertThat(failed(losing(-2), losing(0), Optional.of(found)))
                    .as(found.words())
                    .containsExactly("not_inferior.accuracy");
        }
    }

    @Test
    void aProofOutlastsTheProcessAndIsOfTheseTwoAlone() throws IOException {
        ModelArtifact candidate = Networks.silent("2.0.0");
        ModelArtifact live = Networks.random("1.0.0", 5);
        ModelArtifact other = Networks.random("1.1.0", 6);
        Gate gate = gate();
        List.of(candidate, live, other).forEach(artifact -> gate.evaluate(artifact, ModelLoader.standard()));
        gate.prove(candidate.manifest(), live.manifest(), PROOF);

        assertThat(ownCheck(gate(), candidate, live)).hasValueSatisfying(check -> {
            assertThat(check.passed()).isTrue();
            assertThat(check.found()).isEqualTo(7);
            assertThat(check.words()).isEqualTo(PROOF.words());
        });
        assertThat(ownCheck(gate(), candidate, other)).isEmpty();
        assertThat(ownCheck(gate(), live, candidate)).isEmpty();

        Path kept = kept();
        Files.writeString(kept, Files.readString(kept).replaceFirst("\"stretches\" : 5", "\"stretches\" : 9"));
        assertThat(ownCheck(gate(), candidate, live)).as("an altered one").isEmpty();
        new EvaluationFiles(models).forget(candidate.manifest());
        assertThat(kept).doesNotExist();
    }

    private Gate gate() {
        return Gate.standard(models, GateThresholds.STANDARD);
    }

    private Path kept() throws IOException {
        try (var files = Files.list(models.resolve(CompressionPredictor.NAME).resolve("evaluations"))) {
            return files.filter(file -> file.toString().contains("-own-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Optional<GateCheck> ownCheck(Gate gate, ModelArtifact candidate, ModelArtifact live) {
        return gate.report(candidate.manifest(), Optional.of(live.manifest())).orElseThrow().checks().stream()
                .filter(check -> check.name().equals("not_inferior.own"))
                .findFirst();
    }

    private static List<String> failed(ModelEvaluation candidate, ModelEvaluation live, Optional<HeldOut> own) {
        return GateThresholds.STANDARD.judge(candidate, Optional.of(live), own).stream()
                .filter(check -> !check.passed())
                .map(GateCheck::name)
                .toList();
    }

    private static HeldOut heldOut(int stretches, Metric saved) {
        return new HeldOut(100, stretches, Metric.exact(1), Metric.exact(1 + saved.value()), saved);
    }

    /// Half of the families far better, half of them far worse, all of them by `more` wrong answers of a hundred.
    private static ModelEvaluation losing(double more) {
        Map<String, FamilyLoss> families = new TreeMap<>();
        for (int family = 0; family < FAMILIES; family++) {
            double swing = more == 0 ? 0 : family % 2 == 0 ? 20 : -20;
            families.put("family" + family, new FamilyLoss(50 + swing + more, 100));
        }
        int[] truth = {0, 1};
        LabelEvaluation quality = new LabelEvaluation(
                Classification.of(List.of("a", "b"), truth, truth), new Calibration(List.of()), families);
        LatencyFigures quick = new LatencyFigures(
                LatencyFigures.CALLS_WANTED, 1, Duration.ofMillis(1).toNanos(), 1, 1);
        return new ModelEvaluation("cases-1", 5, 0, "", quick, quality);
    }
}
