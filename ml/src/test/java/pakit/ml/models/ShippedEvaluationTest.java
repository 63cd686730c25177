package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The default models before the gate, and the evaluations that ship with them.
///
/// When a default model, a reference set or the evaluator changes, `-Dpakit.evaluation.write=DIR` writes what is to
/// ship there: an `evaluation.json` a model, to lie beside it.
class ShippedEvaluationTest {
    @TempDir
    Path models;

    static List<ModelArtifact> shipped() {
        return DefaultModels.artifacts();
    }

    @BeforeEach
    void writeIfAsked() throws IOException {
        String directory = System.getProperty("pakit.evaluation.write", "");
        if (!directory.isEmpty()) {
            for (ModelArtifact one : shipped()) {
                Path file = Path.of(directory, one.manifest().name(), "evaluation.json");
                Files.createDirectories(file.getParent());
                Files.write(file, EvaluationFiles.bytes(one.manifest(), measured(one)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void theyPassAsTheyAreMeasuredHere(ModelArtifact shipped) {
        assertThat(GateThresholds.STANDARD.judge(measured(shipped), Optional.empty()))
                .isNotEmpty()
                .allSatisfy(
                        check -> assertThat(check.passed()).as(check.words()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void theirEvaluationShipsAndIsWhatIsMeasuredButForTimes(ModelArtifact artifact) {
        ModelEvaluation shipped =
                DefaultModels.evaluation(artifact.manifest(), name(artifact)).orElseThrow();
        ModelEvaluation measured = measured(artifact);

        assertThat(shipped.quality()).isEqualTo(measured.quality());
        assertThat(shipped.rows()).isEqualTo(measured.rows());
        assertThat(shipped.failedRows()).isZero();
        assertThat(shipped.latency().calls()).isEqualTo(LatencyFigures.CALLS_WANTED);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void aNewHomeMeasuresNothingOfThem(ModelArtifact shipped) {
        Gate gate = Gate.standard(models, GateThresholds.STANDARD);
        gate.evaluate(shipped, artifact -> {
            throw new AssertionError("loaded to be measured");
        });
        assertThat(gate.validate(shipped.manifest(), Optional.empty()).report().passed())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void anotherSetOrOtherParametersHaveNoShippedEvaluation(ModelArtifact shipped) {
        assertThat(DefaultModels.evaluation(shipped.manifest(), name(shipped) + "x"))
                .isEmpty();
        assertThat(DefaultModels.evaluation(
                        shipped.withVersion(new ModelVersion("9.9.9")).manifest(), name(shipped)))
                .isEmpty();
    }

    private static References.Named set(ModelArtifact artifact) {
        return References.standard().of(artifact.manifest()).orElseThrow();
    }

    private static String name(ModelArtifact artifact) {
        return Gate.name(set(artifact));
    }

    private static ModelEvaluation measured(ModelArtifact artifact) {
        try (PakitModel model = ModelLoader.standard().load(artifact)) {
            return new ModelEvaluator()
                    .evaluate(model, name(artifact), set(artifact).reference().get());
        }
    }
}
