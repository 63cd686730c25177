package pakit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pakit.node.TriedNode.MODEL;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.alerts.Alert;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.experiment.ExperimentPlan;
import pakit.ml.experiment.ExperimentState;
import pakit.ml.integration.Rollout;
import pakit.ml.serving.Breakers;

@Timeout(120)
class ExperimentsInTheNodeTest {
    private static final String NAME = "rollout";

    @TempDir
    private Path directory;

    @Test
    void aUserHasOneArmOverRestartsAndFiguresSurvive() {
        Set<String> treated = new HashSet<>();
        try (TriedNode tried = open("1.0.0")) {
            tried.node().experiments().create(order(0.5, null));
            tried.put("user", 0, 40);
            for (int i = 0; i < 40; i++) {
                if (variant(tried, "user" + i).useMl()) {
                    treated.add("user" + i);
                }
            }
        }
        try (TriedNode tried = open("1.0.0")) {
            Experiments.Status kept = tried.node().experiments().status(NAME);
            assertThat(kept.control().impressions() + kept.treatment().impressions())
                    .isEqualTo(40);
            assertThat(kept.treatment().impressions()).isEqualTo(treated.size());
            assertThat(kept.treatment().metrics()).containsKeys("cost", "stored_bytes", "latency_ms", "success");
            for (int i = 0; i < 40; i++) {
                assertThat(variant(tried, "user" + i).useMl()).isEqualTo(treated.contains("user" + i));
            }
        }
    }

    @Test
    void aRampThatIsHarmedIsRolledBackAndTheModelDisabled() {
        try (TriedNode tried = open("1.0.0")) {
            tried.node().experiments().create(order(null, List.of(50.0, 100.0)));
            tried.put("well", 0, 60);
            tried.runner().evaluate();
            assertThat(tried.node().experiments().status(NAME).status()).isEqualTo("running");

            tried.failing.set(true);
            tried.put("harmed", 0, 200);
            tried.runner().evaluate();

            Experiments.Status ended = tried.node().experiments().status(NAME);
            assertThat(ended.status()).isEqualTo("rolled-back");
            assertThat(ended.recommendation().verdict()).isEqualTo("rollback");
            assertThat(ended.history().getLast().reasons()).anyMatch(reason -> reason.contains("success"));
            assertThat(tried.models().registry().enabled(MODEL)).isFalse();
            assertThat(tried.models().alerts().alerts(10))
                    .extracting(Alert::message)
                    .anyMatch(message -> message.startsWith("Experiment rollout rolled-back"));
        }
        try (TriedNode tried = open("1.0.0")) {
            tried.runner().evaluate();
            assertThat(tried.models().registry().enabled(MODEL)).isFalse();
            assertThat(tried.node().experiments().status(NAME).status()).isEqualTo("rolled-back");
        }
    }

    @Test
    void aTreatmentThatCameWithASwapIsRolledBackToControl() {
        try (TriedNode tried = open("2.0.0")) {
            tried.models().swap(MODEL, pakit.ml.models.ModelVersion.parse("2.0.0"), "new");
            tried.node().models().challenge(MODEL, "1.0.0", "to compare");
            tried.node().experiments().create(versions("1.0.0", "2.0.0"));
            tried.failing.set(true);
            tried.put("user", 0, 200);
            tried.runner().evaluate();

            assertThat(tried.node().experiments().status(NAME).status()).isEqualTo("rolled-back");
            assertThat(tried.models().live(MODEL).orElseThrow().version().text())
                    .isEqualTo("1.0.0");
            assertThat(tried.models().registry().enabled(MODEL)).isTrue();
            assertThat(tried.node().models().history(MODEL).history().getLast().reason())
                    .contains("experiment rollout");
        }
    }

    @Test
    void promotionMakesTheTreatmentLiveAndDoingItTwiceDoesNoMore() {
        try (TriedNode tried = open("none")) {
            tried.node().models().challenge(MODEL, "2.0.0", "to compare");
            tried.node().experiments().create(versions("1.0.0", "2.0.0"));
            ExperimentPlan plan = tried.runner().framework().list().getFirst();
            var promoted = new ABTestFramework.Ended(plan, ExperimentState.Status.PROMOTED, List.of("better"));
            Rollout rollout = new Rollout(tried.models());
            rollout.accept(promoted);
            int entries = tried.node().models().history(MODEL).history().size();
            rollout.accept(promoted);

            assertThat(tried.models().live(MODEL).orElseThrow().version().text())
                    .isEqualTo("2.0.0");
            assertThat(tried.node().models().history(MODEL).history()).hasSize(entries);
        }
    }

    @Test
    void anExperimentWhoseVersionIsGoneIsStopped() {
        try (TriedNode tried = open("1.0.0")) {
            tried.node().experiments().create(order(0.05, null));
            tried.models().swap(MODEL, pakit.ml.models.ModelVersion.parse("2.0.0"), "new");
            tried.runner().evaluate();
            Experiments.Status stopped = tried.node().experiments().status(NAME);
            assertThat(stopped.status()).isEqualTo("stopped");
            assertThat(stopped.history().getLast().reasons().getFirst()).contains("1.0.0");
            assertThat(tried.models().registry().enabled(MODEL)).isFalse();
        }
    }

    @Test
    void aBreakerThatIsHeldOpenSilencesTheModelUntilItIsReset() {
        try (TriedNode tried = open("none")) {
            ModelOperations models = tried.node().models();
            assertThat(models.forceBreaker(MODEL, Breakers.Forced.OPEN).breaker())
                    .isEqualTo("OPEN");
            tried.put("user", 1);
            assertThat(calls(tried)).isZero();
            assertThat(models.resetBreaker(MODEL).breaker()).isEqualTo("CLOSED");
            tried.put("user", 2);
            assertThat(calls(tried)).isPositive();
            assertThat(models.forceBreaker(MODEL, Breakers.Forced.CLOSED).breaker())
                    .isEqualTo("CLOSED");
        }
    }

    private static long calls(TriedNode tried) {
        return tried.node().monitor().metrics(MODEL).sinceStart().predictions();
    }

    @Test
    void blocksThatTheOtherArmStoredAreCountedAsShared() {
        try (TriedNode tried = open("1.0.0")) {
            tried.node().experiments().create(order(0.5, null));
            String treated = userIn(tried, true);
            String baseline = userIn(tried, false);
            byte[] same = new byte[4096];
            for (String user : List.of(baseline, treated, treated)) {
                tried.node()
                        .put(
                                sink -> sink.file(
                                        "",
                                        pakit.dag.Attributes.FILE,
                                        same.length,
                                        new java.io.ByteArrayInputStream(same)),
                                new PutOrder(java.util.Optional.empty(), java.util.Optional.of(user)));
            }
            Experiments.Status status = tried.node().experiments().status(NAME);
            assertThat(status.treatment().knownBlocks()).isPositive();
            assertThat(status.treatment().sharedBlocks())
                    .isEqualTo(status.treatment().knownBlocks());
            assertThat(status.control().knownBlocks()).isZero();
        }
    }

    @Test
    void whatCannotBeIsRefusedAndNothingIsCounted() {
        try (TriedNode tried = open("1.0.0")) {
            ExperimentOperations experiments = tried.node().experiments();
            assertThatThrownBy(() -> experiments.create(order(1.5, null)))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("1.5");
            assertThatThrownBy(() -> experiments.create(order(null, List.of(25.0, 5.0))))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("increase");
            assertThatThrownBy(() -> experiments.create(versions("1.0.0", "3.0.0")))
                    .isInstanceOf(PakitException.NotFound.class)
                    .hasMessageContaining("3.0.0");
            assertThat(experiments.list()).isEmpty();
            experiments.create(order(0.25, null));
            assertThatThrownBy(() -> experiments.split(NAME, 0.05, ""))
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("only grow");
            assertThatThrownBy(() -> experiments.delete(NAME)).isInstanceOf(PakitException.Refused.class);
            assertThatThrownBy(() -> experiments.record(
                            NAME, new ExperimentReport("u", true, -1.0, Map.of("stored_bytes", 1.0))))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("latencyMs");
            assertThatThrownBy(() ->
                            experiments.record(NAME, new ExperimentReport("u", true, 1.0, Map.of("Bad Name", 1.0))))
                    .isInstanceOf(PakitException.Invalid.class);
            assertThatThrownBy(() -> experiments.significance(NAME, "speed"))
                    .isInstanceOf(PakitException.NotFound.class);
            Experiments.Status status = experiments.status(NAME);
            assertThat(status.control().impressions() + status.treatment().impressions())
                    .isZero();
            assertThat(status.control().events() + status.treatment().events()).isZero();
        }
    }

    private static String userIn(TriedNode tried, boolean useMl) {
        int i = 0;
        while (variant(tried, "u" + i).useMl() != useMl) {
            i++;
        }
        return "u" + i;
    }

    private static Experiments.Variant variant(TriedNode tried, String user) {
        return tried.node().experiments().variant(NAME, user);
    }

    private TriedNode open(String failingVersion) {
        return new TriedNode(directory, failingVersion);
    }

    private static ExperimentOrder order(@Nullable Double split, @Nullable List<Double> ramp) {
        return new ExperimentOrder(NAME, null, split, ramp, null, null, null, null, null, null, null);
    }

    private static ExperimentOrder versions(String control, String treatment) {
        return new ExperimentOrder(
                NAME, null, null, List.of(50.0, 100.0), control, List.of(treatment), null, null, null, null, null);
    }
}
