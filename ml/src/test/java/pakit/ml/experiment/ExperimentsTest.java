package pakit.ml.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.database.PakitDatabase;

class ExperimentsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Plans.NOON);

    @TempDir
    private Path directory;

    @Test
    void aRestartGoesOnWhereItWas() {
        List<Assignment> before;
        Evidence evidence;
        try (PakitDatabase database = database()) {
            Experiments experiments = new Experiments(database, CLOCK);
            Experiment experiment = experiments.begin(Plans.of(0.2, null));
            play(experiment, 3_000);
            experiment.share(0.5, Plans.NOON, "looks good");
            play(experiment, 3_000);
            evidence = experiment.evidence();
            before = units(experiment);
            experiments.save(experiment);
        }
        try (PakitDatabase database = database()) {
            Experiment again = new Experiments(database, CLOCK).get("rollout");
            assertThat(again.plan()).isEqualTo(Plans.of(0.2, null));
            assertThat(again.state().share()).isEqualTo(0.5);
            assertThat(again.state().history())
                    .extracting(ExperimentState.Entry::what)
                    .containsExactly("created", "share");
            assertThat(units(again)).isEqualTo(before);
            assertThat(again.evidence()).isEqualTo(evidence);
            assertThat(again.phases()).hasSize(2);
        }
    }

    @Test
    void askingAHomeWithoutExperimentsCreatesNothing() {
        try (PakitDatabase database = database()) {
            assertThat(new Experiments(database, CLOCK).all()).isEmpty();
            assertThat(database.isBlank()).isTrue();
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void rampsAndTheirTimesSurvive() {
        try (PakitDatabase database = database()) {
            new Experiments(database, CLOCK).begin(Plans.of(0.05, Plans.RAMP));
        }
        try (PakitDatabase database = database()) {
            assertThat(new Experiments(database, CLOCK).get("rollout").plan().ramp())
                    .isEqualTo(Plans.RAMP);
        }
    }

    @Test
    void namesAreGivenOnceAndModelsHaveOneExperimentAtATime() {
        try (PakitDatabase database = database()) {
            Experiments experiments = new Experiments(database, CLOCK);
            Experiment first = experiments.begin(Plans.of(0.2, null));
            assertThatThrownBy(() -> experiments.begin(Plans.of(0.3, null)))
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("rollout exists already");
            assertThatThrownBy(() -> experiments.delete("rollout"))
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("running");
            first.stop(Plans.NOON, "enough", ended -> {});
            experiments.delete("rollout");
            assertThatThrownBy(() -> experiments.get("rollout"))
                    .isInstanceOf(PakitException.NotFound.class)
                    .hasMessageContaining("rollout");
        }
    }

    @Test
    void sharesOfARunningExperimentOnlyGrow() {
        Experiment experiment = Experiment.begin(Plans.of(0.2, null), Plans.NOON);
        assertThatThrownBy(() -> experiment.share(0.1, Plans.NOON, ""))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("0.2")
                .hasMessageContaining("0.1");
        assertThatThrownBy(() -> experiment.share(1.5, Plans.NOON, "")).isInstanceOf(PakitException.Invalid.class);
        experiment.stop(Plans.NOON, "enough", ended -> {});
        assertThat(units(experiment)).allMatch(unit -> unit.arm() == 0);
        assertThatThrownBy(() -> experiment.share(0.9, Plans.NOON, ""))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("is over: stopped");
    }

    @Test
    void nothingCountsAfterTheEnd() {
        Experiment experiment = Experiment.begin(Plans.of(0.5, null), Plans.NOON);
        play(experiment, 100);
        experiment.stop(Plans.NOON, "enough", ended -> {});
        play(experiment, 100);
        assertThat(experiment.evidence().events().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(100);
    }

    private static void play(Experiment experiment, int events) {
        for (int i = 0; i < events; i++) {
            Trial trial = experiment.trial("user" + i);
            trial.impression();
            trial.result(i % 50 != 0, 1 + i % 13);
            trial.metric(Plans.COST).record(100 + i % 7 - (trial.arm().useMl() ? 3 : 0));
        }
    }

    private static List<Assignment> units(Experiment experiment) {
        return java.util.stream.IntStream.range(0, 500)
                .mapToObj(i -> experiment.assign("user" + i))
                .toList();
    }

    private PakitDatabase database() {
        return new PakitDatabase(directory.resolve("pakit.db"), CLOCK);
    }
}
