package pakit.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.alerts.Watch;
import pakit.ml.database.PakitDatabase;
import pakit.ml.telemetry.Pace;
import pakit.training.TelemetryDataset;

/// Begins jobs when it is time, or when somebody asks, and takes them on, one at a time; those that somebody asked for
/// first. Jobs survive restarts. Thread-safe.
public final class TrainingScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingScheduler.class);
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// Older ones keep their line in the database, and lose their files.
    private static final int DIRECTORIES_MAX = 10;

    private static final Duration LOOKUP_EVERY_MAX = Duration.ofMinutes(1);

    private final RetrainingSettings settings;
    private final Stations stations;
    private final Journey journey;
    private final JobTable table;
    private final Path directory;
    private final InstantSource clock;
    private final Map<String, Instant> noticed = new HashMap<>();
    private final Elapsed elapsed;
    private final Pace lookups;
    private @Nullable Watch watch;

    /// @param directory for the files of jobs
    /// @param nanoTime says how long ago something was, whatever the clock says
    public TrainingScheduler(
            RetrainingSettings settings,
            Stations stations,
            Training training,
            PakitDatabase database,
            Path directory,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.stations = stations;
        this.elapsed = new Elapsed(nanoTime);
        this.journey = new Journey(stations, training, settings, directory, elapsed);
        this.table = new JobTable(database);
        this.directory = directory;
        this.clock = clock;
        this.lookups = new Pace(
                settings.backOff().compareTo(LOOKUP_EVERY_MAX) < 0 ? settings.backOff() : LOOKUP_EVERY_MAX, nanoTime);
    }

    /// From here on jobs are begun and taken on, as often as stated.
    public synchronized void start(Duration every) {
        if (watch == null) {
            watch = Watch.start("jobs", this::step, every);
        }
    }

    /// All jobs, the newest first.
    public synchronized List<Job> jobs() {
        return table.all();
    }

    /// @throws PakitException.NotFound naming the newest jobs
    public synchronized Job job(String id) {
        List<Job> all = table.all();
        return all.stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new PakitException.NotFound("no job '" + id + "', the newest are "
                        + all.stream().limit(5).map(Job::id).toList()));
    }

    /// Queues a job.
    ///
    /// @throws PakitException.NotFound if such a model is not retrained
    /// @throws PakitException.Refused if one for that model is under way
    public synchronized Job run(String model, String reason) {
        if (!settings.models().contains(model)) {
            throw new PakitException.NotFound(
                    "model '" + model + "' is not retrained, what is: " + String.join(", ", settings.models()));
        }
        table.all().stream()
                .filter(job -> job.model().equals(model) && !job.state().isOver())
                .findFirst()
                .ifPresent(job -> {
                    throw new PakitException.Refused("job " + job.id() + " on " + model + " is "
                            + job.state().label() + ": wait for it, or cancel it");
                });
        return begin(model, reason.isBlank() ? "asked for" : reason, false);
    }

    /// Ends a job, whatever it was doing.
    ///
    /// @throws PakitException.Refused if it is over
    public synchronized Job cancel(String id, String reason) {
        Job job = job(id);
        if (job.state().isOver()) {
            throw new PakitException.Refused(
                    "job " + id + " is over already: " + job.state().label());
        }
        Job ended =
                journey.end(job, JobState.CANCELLED, clock.instant(), reason.isBlank() ? "cancelled by hand" : reason);
        table.save(ended);
        return ended;
    }

    /// Takes the job that is under way one step on, or the next one in the queue; or begins one, if it is time.
    public synchronized void step() {
        List<Job> all = table.all();
        Optional<Job> next = all.stream()
                .filter(job -> !job.state().isOver() && job.state() != JobState.QUEUED)
                .findFirst()
                .or(() -> all.reversed().stream()
                        .filter(job -> job.state() == JobState.QUEUED)
                        .min((a, b) -> Boolean.compare(a.automatic(), b.automatic())));
        if (next.isPresent()) {
            advance(next.get());
        } else {
            for (String model : settings.models()) {
                reason(model, all).ifPresent(reason -> begin(model, reason, true));
            }
        }
    }

    private void advance(Job job) {
        Job after = journey.next(job, clock.instant());
        if (!after.equals(job)) {
            table.save(after);
            LOG.info(
                    "Job {} on {} is {}: {}",
                    after.id(),
                    after.model(),
                    after.state().label(),
                    after.history().getLast().what());
        }
    }

    private Job begin(String model, String reason, boolean automatic) {
        Instant now = clock.instant();
        Job job = Job.queued(freeId(now), model, reason, automatic, now);
        table.save(job);
        LOG.info("Job {} on {} is queued: {}", job.id(), model, reason);
        deleteOldDirectories();
        return job;
    }

    /// By the clock, unless it jumped back to where a job began before.
    private String freeId(Instant now) {
        Set<String> taken = table.all().stream().map(Job::id).collect(Collectors.toSet());
        String id = ID.format(now);
        for (int again = 2; taken.contains(id); again++) {
            id = ID.format(now) + "-" + again;
        }
        return id;
    }

    /// Why it is time to train `model` again; empty if it is not.
    private Optional<String> reason(String model, List<Job> all) {
        if (!settings.isAutomatic()) {
            return Optional.empty();
        }
        List<Job> ofModel =
                all.stream().filter(job -> job.model().equals(model)).toList();
        Instant now = clock.instant();
        boolean due = !settings.every().isZero() && (ofModel.isEmpty() || isDue(ofModel.getFirst(), now));
        if (!ofModel.isEmpty() && !isRested(ofModel, now)) {
            return Optional.empty();
        }
        if (due) {
            return isTaught(Instant.MIN) ? Optional.of("every " + settings.every()) : Optional.empty();
        }
        return settings.trigger() == RetrainingSettings.Trigger.DRIFT ? drifted(model, now) : Optional.empty();
    }

    /// What begins for drift has to learn of what came with it: so it waits for blocks from then on.
    private Optional<String> drifted(String model, Instant now) {
        Optional<String> why = stations.drifted(model);
        if (why.isEmpty()) {
            noticed.remove(model);
            return why;
        }
        Instant since = noticed.merge(model, now, (first, again) -> first.isAfter(again) ? again : first);
        return isTaught(since) ? why : Optional.empty();
    }

    /// Whether there is enough to learn from: that is looked up now and then only, because it reads many events. A job
    /// that somebody asked for is begun in any case, and says what is missing.
    private boolean isTaught(Instant since) {
        if (!lookups.isDue()) {
            return false;
        }
        try {
            return TelemetryDataset.count(stations.events(), since) >= settings.blocksMin();
        } catch (PakitException.Unavailable notNow) {
            LOG.warn("No job is begun: {}", notNow.getMessage());
            return false;
        }
    }

    private boolean isDue(Job newest, Instant now) {
        return elapsed.since(newest.id() + " began", newest.createdAt(), now).compareTo(settings.every()) >= 0;
    }

    /// Whether the back-off since the last job is over.
    private boolean isRested(List<Job> newestFirst, Instant now) {
        int failures = 0;
        while (failures < newestFirst.size() && newestFirst.get(failures).state() != JobState.PROMOTED) {
            failures++;
        }
        Job newest = newestFirst.getFirst();
        return elapsed.since(newest.id() + " ended", newest.since(), now).compareTo(settings.pause(failures)) >= 0;
    }

    private void deleteOldDirectories() {
        for (Job old : table.all().stream().skip(DIRECTORIES_MAX).toList()) {
            try {
                Directories.delete(directory.resolve(old.id()));
            } catch (IOException e) {
                LOG.warn("The files of job {} are not deleted: {}", old.id(), e.getMessage());
            }
        }
    }

    /// Ends what runs; jobs go on after the next start.
    @Override
    public void close() {
        Watch ended;
        synchronized (this) {
            ended = watch;
            watch = null;
        }
        if (ended != null) {
            ended.close();
        }
        synchronized (this) {
            journey.stop();
        }
    }
}
