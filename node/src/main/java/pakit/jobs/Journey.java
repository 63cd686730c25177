package pakit.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import pakit.error.PakitException;
import pakit.ml.models.HeldOut;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.Measurements;
import pakit.training.TelemetryDataset;

/// Takes a job from one state to the next. What a state needs lies on the disk or in the node, so a job goes on after a
/// restart; only a training that was under way begins anew, on the same measurements. Belongs to one thread.
final class Journey {
    private static final String MEASUREMENTS = "blocks.measured";
    private static final String ARTIFACT = "artifact";

    private final Stations stations;
    private final Training training;
    private final RetrainingSettings settings;
    private final Path directory;
    private final Elapsed elapsed;
    private final Map<String, Training.Running> running = new HashMap<>();

    /// @param directory of all jobs, each with one of its own in it
    Journey(Stations stations, Training training, RetrainingSettings settings, Path directory, Elapsed elapsed) {
        this.stations = stations;
        this.training = training;
        this.settings = settings;
        this.directory = directory;
        this.elapsed = elapsed;
    }

    /// The job after its next step; the same if it has to wait.
    Job next(Job job, Instant now) {
        try {
            return switch (job.state()) {
                case QUEUED -> collect(job, now);
                case TRAINING -> awaitTraining(job, now);
                case VALIDATING -> judge(job, now);
                case SHADOWING -> awaitShadow(job, now);
                case RAMPING -> awaitRamp(job, now);
                case PROMOTED, REJECTED, FAILED, CANCELLED -> job;
            };
        } catch (PakitException | IOException e) {
            return end(job, JobState.FAILED, now, String.valueOf(e.getMessage()));
        }
    }

    private Job collect(Job job, Instant now) throws IOException {
        TelemetryDataset dataset = TelemetryDataset.of(stations.events());
        int blocks = dataset.measurements().blocks().size();
        if (blocks < settings.blocksMin()) {
            throw new PakitException.Invalid("telemetry has " + blocks + " blocks on which all codecs were tried, "
                    + settings.blocksMin() + " are needed (retraining.blocks-min)");
        }
        Files.createDirectories(of(job));
        MeasurementFile.write(dataset.measurements(), of(job).resolve(MEASUREMENTS));
        begin(job);
        return job.to(
                JobState.TRAINING,
                now,
                "trains on " + blocks + " blocks from " + dataset.from() + " to " + dataset.until());
    }

    private void begin(Job job) {
        running.put(job.id(), training.start(job.model(), of(job).resolve(MEASUREMENTS), of(job).resolve(ARTIFACT)));
    }

    private Job awaitTraining(Job job, Instant now) throws IOException {
        Training.Running process = running.get(job.id());
        if (process == null) {
            Directories.delete(of(job).resolve(ARTIFACT));
            begin(job);
            return job.to(JobState.TRAINING, now, "trains again after a restart");
        }
        OptionalInt exit = process.exit();
        if (exit.isEmpty()) {
            Duration max = settings.fit().max();
            return isLate(job, now, max) ? end(job, JobState.FAILED, now, "took longer than " + max) : job;
        }
        running.remove(job.id());
        if (exit.getAsInt() != 0) {
            return end(job, JobState.FAILED, now, "training ended with " + exit.getAsInt() + ": " + process.said());
        }
        String version = stations.register(job.model(), of(job).resolve(ARTIFACT), job.id());
        return job.registered(version).to(JobState.VALIDATING, now, "registered as v" + version);
    }

    /// A version that wins nothing here is not worth a ramp, whatever it would do elsewhere; one that does has to prove
    /// less elsewhere.
    private Job judge(Job job, Instant now) {
        Measurements newest = TelemetryDataset.newest(MeasurementFile.read(of(job).resolve(MEASUREMENTS)));
        Optional<HeldOut> heldOut = stations.heldOut(job.model(), job.requireVersion(), newest);
        if (heldOut.isPresent() && !heldOut.get().isBetter(settings.inferiorityMax())) {
            return end(
                    job,
                    JobState.REJECTED,
                    now,
                    "nothing to win: " + heldOut.get().words());
        }
        String own = heldOut.map(found -> "; " + found.words()).orElse("");
        return switch (stations.judge(job.model(), job.requireVersion())) {
            case Verdict.Wait wait -> job;
            case Verdict.No no -> end(job, JobState.REJECTED, now, no.why() + own);
            case Verdict.Go go -> {
                stations.shadow(
                        job.model(), job.requireVersion(), settings.shadow().share());
                yield job.to(JobState.SHADOWING, now, go.why() + own);
            }
        };
    }

    private Job awaitShadow(Job job, Instant now) {
        return switch (stations.shadowed(job.model(), settings.shadow().questions())) {
            case Verdict.No no -> end(job, JobState.REJECTED, now, no.why());
            case Verdict.Go go -> {
                stations.ramp(job.model(), job.requireVersion(), job.experiment(), settings.ramp());
                yield job.to(JobState.RAMPING, now, go.why() + "; experiment " + job.experiment() + " begins");
            }
            case Verdict.Wait wait ->
                isLate(job, now, settings.shadow().max())
                        ? end(job, JobState.REJECTED, now, "too little traffic to compare it with the live version")
                        : job;
        };
    }

    /// Whether it has been in its state for longer than `max`, though the clock may have jumped.
    private boolean isLate(Job job, Instant now, Duration max) {
        return elapsed.since(job.id() + " " + job.state().label(), job.since(), now)
                        .compareTo(max)
                > 0;
    }

    private Job awaitRamp(Job job, Instant now) {
        return switch (stations.ramped(job.experiment())) {
            case Verdict.Wait wait -> job;
            case Verdict.Go go -> end(job, JobState.PROMOTED, now, go.why());
            case Verdict.No no -> end(job, JobState.REJECTED, now, no.why());
        };
    }

    /// The job at its end, with nothing left under way.
    Job end(Job job, JobState end, Instant now, String why) {
        Training.Running process = running.remove(job.id());
        if (process != null) {
            process.kill();
        }
        if (job.version() != null) {
            stations.withdraw(job.model(), job.version(), job.experiment(), why);
        }
        return job.to(end, now, why);
    }

    /// Ends processes; their jobs go on after a restart.
    void stop() {
        running.values().forEach(Training.Running::kill);
        running.clear();
    }

    private Path of(Job job) {
        return directory.resolve(job.id());
    }
}
