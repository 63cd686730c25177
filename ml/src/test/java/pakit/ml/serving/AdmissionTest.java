package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.models.Gate;
import pakit.ml.models.GateCheck;
import pakit.ml.models.GatePolicy;
import pakit.ml.models.GateReport;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelEvaluation;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.PakitModel;
import pakit.ml.models.Reference;
import pakit.ml.models.References;

/// Versions before a gate that likes the first of a model, and no other beside it.
@Timeout(60)
class AdmissionTest implements GatePolicy {
    private static final ModelVersion ONE = new ModelVersion("1.0.0");
    private static final ModelVersion TWO = new ModelVersion("2.0.0");

    @TempDir
    Path home;

    private final List<String> loaded = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch evaluating = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile String waiting = "";
    private ModelServer server;

    @BeforeEach
    void start() {
        Reference reference =
                new Reference.Labelled(List.of("any"), List.of(new Reference.Case("any", new float[2], 0)));
        Path models = home.resolve("models");
        Gate gate = new Gate(models, this, manifest -> Optional.of(new References.Named("any-1", () -> reference)));
        server = new ModelServer(models, this::load, gate);
        server.installDefaults(List.of(Artifacts.artifact("m", "1.0.0", 1)));
        server.versions().register(Artifacts.artifact("m", "2.0.0", 2));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    public Duration p95Max() {
        return Duration.ofHours(1);
    }

    @Override
    public List<GateCheck> judge(ModelEvaluation candidate, Optional<ModelEvaluation> live) {
        return List.of(new GateCheck("alone", live.isEmpty(), live.isEmpty() ? 0 : 1, 0, "there is another"));
    }

    @Test
    void whatDoesNotPassIsNamedAndTheOldVersionServes() {
        assertThatThrownBy(() -> server.swap("m", TWO, "try"))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("m v2.0.0 did not pass the gate: alone: there is another");
        assertThat(answer()).isEqualTo(1);
        assertThat(server.versions().history("m")).hasSize(1);
    }

    @Test
    void aHotSwapThatDoesNotPassRegistersNothing() throws IOException {
        Path given = home.resolve("given");
        Artifacts.artifact("m", "9.0.0", 9).write(given);
        assertThatThrownBy(() -> server.hotSwapModel("m", given, "3.0.0")).isInstanceOf(PakitException.Refused.class);
        assertThat(server.versions().listVersions("m")).hasSize(2);
        assertThat(answer()).isEqualTo(1);
    }

    @Test
    void aForcedVersionGoesLiveAndItsReasonIntoTheHistory() {
        assertThatThrownBy(() -> server.force("m", TWO, new Cause("cli", " ")))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("needs a reason");
        server.force("m", TWO, new Cause("cli", "trial on the test store"));
        assertThat(answer()).isEqualTo(2);
        Activation last = server.versions().history("m").getLast();
        assertThat(last.kind()).isEqualTo(Activation.FORCE);
        assertThat(last.reason()).isEqualTo("trial on the test store");
        assertThat(server.admission().report(server.live("m").orElseThrow())).isEmpty();
    }

    @Test
    void rollbackIsNotGatedAndForcingSurvivesARestart() {
        server.force("m", TWO, new Cause("cli", "trial"));
        server.stop();
        server.start();
        assertThat(answer()).isEqualTo(2);
        assertThat(server.rollbackModel("m")).isEqualTo(ONE);
        assertThat(answer()).isEqualTo(1);
    }

    @Test
    void validationSaysWhatTheGateSaysAndMeasuresOnce() {
        assertThat(server.admission().validate("m", ONE).passed()).isTrue();
        GateReport two = server.admission().validate("m", TWO);
        assertThat(two.passed()).isFalse();
        assertThat(two.against()).isEqualTo("1.0.0");
        assertThat(server.admission().validate("m", TWO)).isEqualTo(two);
        assertThat(loaded).containsExactly("1.0.0", "1.0.0", "2.0.0"); // measured, served, measured
        assertThatThrownBy(() -> server.admission().validate("m", new ModelVersion("7.0.0")))
                .isInstanceOf(PakitException.NotFound.class);
    }

    @Test
    void aDefaultThatDoesNotPassStaysRegisteredOnly() {
        server.installDefaults(List.of(Artifacts.artifact("other", "1.0.0", Float.NaN)));
        assertThat(server.versions().history("other")).isEmpty();
        assertThat(server.versions().listVersions("other")).hasSize(1);
    }

    @Test
    void whileAVersionIsEvaluatedCallsAndSwapsGoOn() throws Exception {
        waiting = "2.0.0";
        CompletableFuture<GateReport> report =
                CompletableFuture.supplyAsync(() -> server.admission().validate("m", TWO));
        assertThat(evaluating.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(answer()).isEqualTo(1);
        server.versions().register(Artifacts.artifact("m", "3.0.0", 3));
        server.force("m", new ModelVersion("3.0.0"), new Cause("cli", "meanwhile"));
        assertThat(answer()).isEqualTo(3);
        assertThat(server.rollbackModel("m")).isEqualTo(ONE);
        assertThat(report).isNotDone();

        goOn.countDown();
        assertThat(report.get(30, TimeUnit.SECONDS).version()).isEqualTo("2.0.0");
    }

    private PakitModel load(ModelArtifact artifact) {
        String version = artifact.manifest().version().text();
        loaded.add(version);
        if (version.equals(waiting)) {
            evaluating.countDown();
            await(goOn);
        }
        return Artifacts.model(artifact);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private float answer() {
        return server.predict("m", 1, new float[2]).outputs()[0];
    }
}
