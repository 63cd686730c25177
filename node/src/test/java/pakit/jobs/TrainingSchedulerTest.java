package pakit.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.database.PakitDatabase;
import pakit.ml.models.HeldOut;
import pakit.ml.models.Metric;

class TrainingSchedulerTest {
    private static final Duration NEVER = Duration.ZERO;

    @TempDir
    Path directory;

    private final PlayedStations stations = new PlayedStations();
    private final PakitDatabase database = PakitDatabase.inMemory();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private OptionalInt exit = OptionalInt.empty();
    private long nanos;
    private int started;
    private int killed;

    @Test
    void aJobGoesFromEventsToTraffic() {
        TrainingScheduler jobs = byHand();
        String id = jobs.run("m", "new files").id();
        assertThat(after(jobs).state()).isEqualTo(JobState.TRAINING);
        assertThat(directory.resolve(id).resolve("blocks.measured")).isNotEmptyFile();
        assertThat(after(jobs).state()).as("it trains still").isEqualTo(JobState.TRAINING);
        exit = OptionalInt.of(0);
        assertThat(after(jobs).state()).isEqualTo(JobState.VALIDATING);
        assertThat(after(jobs).state()).isEqualTo(JobState.SHADOWING);
        assertThat(after(jobs).state()).as("too few questions").isEqualTo(JobState.SHADOWING);
        stations.shadowed = new Verdict.Go("agreed");
        assertThat(after(jobs).state()).isEqualTo(JobState.RAMPING);
        assertThat(after(jobs).state()).as("not enough evidence").isEqualTo(JobState.RAMPING);
        stations.ramped = new Verdict.Go("better");
        Job over = after(jobs);
        assertThat(over.state()).isEqualTo(JobState.PROMOTED);
        assertThat(over.version()).isEqualTo("1.1.0");
        assertThat(stations.asked)
                .containsExactly(
                        "register",
                        "held out 5",
                        "judge 1.1.0",
                        "shadow 1.1.0 0.1",
                        "ramp 1.1.0",
                        "withdraw 1.1.0: better");
        assertThat(over.history()).hasSize(6).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    }

    @Test
    void whatTheGateRefusesIsKeptWithItsReport() {
        stations.judged = new Verdict.No("the gate said no: regret");
        Job over = throughTraining(byHand());
        assertThat(over.state()).isEqualTo(JobState.REJECTED);
        assertThat(over.history().getLast().what()).isEqualTo("the gate said no: regret");
        assertThat(stations.asked).contains("withdraw 1.1.0: the gate said no: regret");
    }

    @Test
    void whatWinsNothingOnTheNewestOwnBlocksIsNotTried() {
        stations.heldOut =
                Optional.of(new HeldOut(4, 1, Metric.exact(2), Metric.exact(1.5), new Metric(-0.5, -0.7, -0.3)));
        Job over = throughTraining(byHand());
        assertThat(over.state()).isEqualTo(JobState.REJECTED);
        assertThat(over.history().getLast().what())
                .isEqualTo("nothing to win: regret 2.00 % against 1.50 % on the newest 4 own blocks, -0.50 points"
                        + " [-0.70, -0.30]");
        assertThat(stations.asked).doesNotContain("shadow 1.1.0 0.1");
    }

    @Test
    void noJobBeginsByItselfBeforeThereIsEnoughToLearnFrom() {
        TrainingScheduler jobs = scheduler(NEVER, RetrainingSettings.Trigger.DRIFT);
        stations.drifted = Optional.of("drift: byte_entropy");
        jobs.step();
        assertThat(jobs.jobs()).as("all blocks are from before").isEmpty();
        stations.from = now;
        stations.blocks = 10;
        jobs.step();
        assertThat(jobs.jobs()).as("looked a moment ago").isEmpty();
        pass(Duration.ofSeconds(61));
        jobs.step();
        assertThat(jobs.jobs()).hasSize(1);
    }

    @Test
    void whatFailsInTheShadowOrOnTheRampIsRejected() {
        TrainingScheduler jobs = byHand();
        throughTraining(jobs);
        stations.shadowed = new Verdict.No("failed 3 questions");
        assertThat(after(jobs).state()).isEqualTo(JobState.REJECTED);

        exit = OptionalInt.empty();
        throughTraining(jobs);
        stations.shadowed = new Verdict.Go("agreed");
        after(jobs);
        stations.ramped = new Verdict.No("rolled-back: worse");
        assertThat(after(jobs).history().getLast().what()).isEqualTo("rolled-back: worse");
    }

    @Test
    void withoutTrafficNothingIsPromoted() {
        TrainingScheduler jobs = byHand();
        throughTraining(jobs);
        pass(Duration.ofDays(2));
        assertThat(after(jobs).history().getLast().what()).contains("too little traffic");
    }

    @Test
    void tooFewBlocksAndTrainingsThatFailOrDawdleSayWhy() {
        stations.blocks = 9;
        TrainingScheduler jobs = byHand();
        jobs.run("m", "");
        assertThat(after(jobs).history().getLast().what()).contains("9 blocks", "10 are needed");
        stations.blocks = 20;
        jobs.run("m", "");
        after(jobs);
        exit = OptionalInt.of(5);
        assertThat(after(jobs).history().getLast().what()).isEqualTo("training ended with 5: no memory");
        exit = OptionalInt.empty();
        jobs.run("m", "");
        after(jobs);
        pass(Duration.ofHours(3));
        assertThat(after(jobs).state()).isEqualTo(JobState.FAILED);
        assertThat(killed).isEqualTo(1);
    }

    @Test
    void aJobIsCancelledWhereverItIs() {
        TrainingScheduler jobs = byHand();
        String id = jobs.run("m", "").id();
        after(jobs);
        Job cancelled = jobs.cancel(id, "");
        assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
        assertThat(killed).isEqualTo(1);
        assertThatThrownBy(() -> jobs.cancel(id, ""))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("cancelled");
        throughTraining(jobs);
        jobs.cancel(jobs.jobs().getFirst().id(), "no more");
        assertThat(stations.asked).contains("withdraw 1.1.0: no more");
    }

    @Test
    void whatIsUnderWayOrNotRetrainedIsRefused() {
        TrainingScheduler jobs = byHand();
        jobs.run("m", "");
        assertThatThrownBy(() -> jobs.run("m", "")).isInstanceOf(PakitException.Refused.class);
        assertThatThrownBy(() -> jobs.run("other", ""))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("what is: m");
        assertThatThrownBy(() -> jobs.job("other")).isInstanceOf(PakitException.NotFound.class);
    }

    @Test
    void oneAtATimeAndThoseThatWereAskedForFirst() {
        TrainingScheduler jobs = scheduler(List.of("m", "n"), NEVER, RetrainingSettings.Trigger.DRIFT);
        stations.drifted = Optional.of("drift: byte_entropy");
        stations.from = now;
        jobs.step();
        jobs.run("n", "cannot wait");
        jobs.step();
        assertThat(states(jobs)).containsExactly("n training", "m queued");
        jobs.step();
        assertThat(states(jobs)).as("one at a time").containsExactly("n training", "m queued");
        exit = OptionalInt.of(5);
        jobs.step();
        jobs.step();
        assertThat(states(jobs)).containsExactly("n failed", "m training");
    }

    @Test
    void aClockThatJumpsEndsNoTrainingEarlyAndNoneNever() {
        TrainingScheduler jobs = byHand();
        jobs.run("m", "");
        after(jobs);
        assertThat(after(jobs).state()).isEqualTo(JobState.TRAINING);
        now = now.plus(Duration.ofDays(400));
        assertThat(after(jobs).state()).as("it has just begun").isEqualTo(JobState.TRAINING);
        now = now.minus(Duration.ofDays(800));
        pass(Duration.ofHours(3));
        assertThat(after(jobs).history().getLast().what()).isEqualTo("took longer than PT2H");
    }

    @Test
    void ofVeryManyJobsTheOldestAreForgotten() {
        JobTable table = new JobTable(database);
        for (int job = 0; job < JobTable.JOBS_MAX + 3; job++) {
            table.save(Job.queued("job " + job, "m", "", true, now));
        }
        table.save(Job.queued("job 3", "m", "", true, now)); // as it was
        assertThat(table.all()).hasSize(JobTable.JOBS_MAX);
        assertThat(table.all().getLast().id()).isEqualTo("job 3");
    }

    @Test
    void aRestartTrainsAgainOnTheSameMeasurementsAndGoesOn() {
        TrainingScheduler jobs = byHand();
        jobs.run("m", "");
        after(jobs);
        jobs.close();
        assertThat(killed).isEqualTo(1);
        TrainingScheduler again = byHand();
        stations.blocks = 0; // they are on the disk
        assertThat(after(again).history().getLast().what()).isEqualTo("trains again after a restart");
        assertThat(started).isEqualTo(2);
        exit = OptionalInt.of(0);
        assertThat(after(again).state()).isEqualTo(JobState.VALIDATING);
    }

    @Test
    void driftBeginsJobsAndFailuresSlowThemDown() {
        TrainingScheduler jobs = scheduler(NEVER, RetrainingSettings.Trigger.DRIFT);
        jobs.step();
        assertThat(jobs.jobs()).isEmpty();
        stations.drifted = Optional.of("drift: byte_entropy");
        stations.judged = new Verdict.No("the gate said no");
        stations.from = now;
        exit = OptionalInt.of(0);
        int begun = 0;
        for (int hour = 0; hour < 24; hour++) {
            for (int step = 0; step < 4; step++) {
                jobs.step();
            }
            begun = jobs.jobs().size();
            pass(Duration.ofHours(1));
        }
        assertThat(begun).as("at 0, 2, 6 and 14 o'clock").isEqualTo(4);
        assertThat(jobs.jobs()).allSatisfy(job -> {
            assertThat(job.automatic()).isTrue();
            assertThat(job.reason()).isEqualTo("drift: byte_entropy");
            assertThat(job.state()).isEqualTo(JobState.REJECTED);
        });
    }

    @Test
    void aClockThatJumpsBackStartsNoJobTwiceAndNoneNever() {
        stations.judged = new Verdict.No("the gate said no");
        exit = OptionalInt.of(0);
        TrainingScheduler jobs = scheduler(Duration.ofDays(1), RetrainingSettings.Trigger.NOTHING);
        steps(jobs);
        assertThat(jobs.jobs()).hasSize(1);
        now = now.minus(Duration.ofDays(400));
        steps(jobs);
        assertThat(jobs.jobs()).as("one has just ended").hasSize(1);
        for (int hour = 0; hour < 24; hour++) {
            pass(Duration.ofHours(1));
            steps(jobs);
        }
        assertThat(jobs.jobs()).hasSize(2);
        assertThat(jobs.jobs().getFirst().createdAt())
                .isBefore(jobs.jobs().getLast().createdAt());

        now = now.minus(Duration.ofDays(400));
        TrainingScheduler again = scheduler(Duration.ofDays(1), RetrainingSettings.Trigger.NOTHING);
        steps(again);
        assertThat(again.jobs()).as("after a restart, too").hasSize(2);
        pass(Duration.ofDays(1));
        steps(again);
        assertThat(again.jobs()).hasSize(3);
    }

    @Test
    void twoJobsOfOneMomentAreTwo() {
        TrainingScheduler jobs = byHand();
        jobs.cancel(jobs.run("m", "").id(), "");
        jobs.cancel(jobs.run("m", "").id(), "");
        assertThat(jobs.jobs()).hasSize(2);
    }

    @Test
    void theClockBeginsJobsToo() {
        TrainingScheduler jobs = scheduler(Duration.ofDays(1), RetrainingSettings.Trigger.NOTHING);
        stations.judged = new Verdict.Go("passed");
        stations.shadowed = new Verdict.Go("agreed");
        stations.ramped = new Verdict.Go("better");
        exit = OptionalInt.of(0);
        for (int hour = 0; hour < 72; hour++) {
            for (int step = 0; step < 8; step++) {
                jobs.step();
            }
            pass(Duration.ofHours(1));
        }
        assertThat(jobs.jobs())
                .hasSize(3)
                .allSatisfy(job -> assertThat(job.state()).isEqualTo(JobState.PROMOTED));
    }

    private static List<String> states(TrainingScheduler jobs) {
        return jobs.jobs().stream()
                .map(job -> job.model() + " " + job.state().label())
                .toList();
    }

    private static void steps(TrainingScheduler jobs) {
        for (int step = 0; step < 5; step++) {
            jobs.step();
        }
    }

    private Job throughTraining(TrainingScheduler jobs) {
        jobs.run("m", "");
        after(jobs);
        exit = OptionalInt.of(0);
        after(jobs);
        return after(jobs);
    }

    private Job after(TrainingScheduler jobs) {
        pass(Duration.ofSeconds(1));
        jobs.step();
        return jobs.jobs().getFirst();
    }

    private TrainingScheduler byHand() {
        return scheduler(NEVER, RetrainingSettings.Trigger.NOTHING);
    }

    private TrainingScheduler scheduler(Duration every, RetrainingSettings.Trigger trigger) {
        return scheduler(List.of("m"), every, trigger);
    }

    private TrainingScheduler scheduler(List<String> models, Duration every, RetrainingSettings.Trigger trigger) {
        return new TrainingScheduler(
                QuietJobs.settings(models, every, trigger),
                stations,
                this::train,
                database,
                directory,
                () -> now,
                () -> nanos);
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    private Training.Running train(String model, Path measurements, Path output) {
        started++;
        assertThat(measurements).isNotEmptyFile();
        try {
            Files.createDirectory(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Training.Running() {
            @Override
            public OptionalInt exit() {
                return exit;
            }

            @Override
            public String said() {
                return "no memory";
            }

            @Override
            public void kill() {
                killed++;
            }
        };
    }
}
