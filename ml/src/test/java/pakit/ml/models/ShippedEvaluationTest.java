package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The default models before the gate, and the evaluation that ships with them.
///
/// When a default model, the reference set or the evaluator changes, `-Dpakit.evaluation.write=DIR` writes what is to
/// ship there: `evaluation.json`, beside the model.
class ShippedEvaluationTest {
    private static final ModelArtifact SHIPPED = DefaultModels.artifacts().getFirst();
    private static final References.Named SET =
            References.standard().of(SHIPPED.manifest()).orElseThrow();
    private static final String NAME = Gate.name(SET);

    @TempDir
    Path models;

    @BeforeEach
    void writeIfAsked() throws IOException {
        String directory = System.getProperty("pakit.evaluation.write", "");
        if (!directory.isEmpty()) {
            Files.write(Path.of(directory, "evaluation.json"), EvaluationFiles.bytes(SHIPPED.manifest(), measured()));
        }
    }

    @Test
    void theyPassAsTheyAreMeasuredHere() {
        assertThat(GateThresholds.STANDARD.judge(measured(), Optional.empty()))
                .isNotEmpty()
                .allSatisfy(
                        check -> assertThat(check.passed()).as(check.words()).isTrue());
    }

    @Test
    void theirEvaluationShipsAndIsWhatIsMeasuredButForTimes() {
        ModelEvaluation shipped =
                DefaultModels.evaluation(SHIPPED.manifest(), NAME).orElseThrow();
        ModelEvaluation measured = measured();

        assertThat(shipped.quality()).isEqualTo(measured.quality());
        assertThat(shipped.rows()).isEqualTo(measured.rows());
        assertThat(shipped.failedRows()).isZero();
        assertThat(shipped.latency().calls()).isEqualTo(LatencyFigures.CALLS_WANTED);
    }

    @Test
    void aNewHomeMeasuresNothingOfThem() {
        Gate gate = Gate.standard(models, GateThresholds.STANDARD);
        gate.evaluate(SHIPPED, artifact -> {
            throw new AssertionError("loaded to be measured");
        });
        assertThat(gate.validate(SHIPPED.manifest(), Optional.empty()).report().passed())
                .isTrue();
    }

    @Test
    void anotherSetOrOtherParametersHaveNoShippedEvaluation() {
        assertThat(DefaultModels.evaluation(SHIPPED.manifest(), NAME + "x")).isEmpty();
        assertThat(DefaultModels.evaluation(
                        SHIPPED.withVersion(new ModelVersion("9.9.9")).manifest(), NAME))
                .isEmpty();
    }

    private static ModelEvaluation measured() {
        try (PakitModel model = ModelLoader.standard().load(SHIPPED)) {
            return new ModelEvaluator().evaluate(model, NAME, SET.reference().get());
        }
    }
}
