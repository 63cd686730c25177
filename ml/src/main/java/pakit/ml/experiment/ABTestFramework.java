package pakit.ml.experiment;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.database.PakitDatabase;

/// Experiments on live traffic: which arm a unit belongs to, what came of it, and what that proves. Thread-safe.
///
/// A unit is what is assigned as a whole, a user or a request; the same unit gets the same arm on every node and after
/// every restart. Assigning and recording take no lock and write nothing; [#evaluate()] makes durable what was recorded
/// and lets ramps decide, and somebody has to call it every few seconds.
public final class ABTestFramework {
    private static final Logger LOG = LoggerFactory.getLogger(ABTestFramework.class);
    private static final double ALPHA = 0.05;
    private static final long PLANNED_EVENTS = 10_000;
    public static final int UNIT_LENGTH_MAX = 256;

    private final PakitDatabase database;
    private final InstantSource clock;
    private final Consumer<Ended> ends;
    private volatile @Nullable Experiments experiments;

    /// An experiment that comes to its end.
    ///
    /// @param status promoted: treatment is to serve everybody; else control
    public record Ended(ExperimentPlan plan, ExperimentState.Status status, List<String> reasons) {}

    /// What an evaluation changed.
    ///
    /// @param entry the newest of the experiment's history
    public record Decided(ExperimentPlan plan, ExperimentState.Entry entry) {}

    /// Without anything that happens at the end of an experiment.
    public ABTestFramework(PakitDatabase database) {
        this(database, InstantSource.system(), ended -> {});
    }

    /// Experiments are read from the database when first asked for.
    ///
    /// @param ends told of each experiment that ends, before that end is written: it makes the arm that won serve
    ///     everybody. If it fails, it is told again at the next evaluation
    public ABTestFramework(PakitDatabase database, InstantSource clock, Consumer<Ended> ends) {
        this.database = database;
        this.clock = clock;
        this.ends = ends;
    }

    /// Splits traffic between a baseline without models and the live model of compression, judged by its cost.
    ///
    /// @param trafficSplit share of the units that models serve, 0 to 1
    public ExperimentPlan createExperiment(String experimentName, double trafficSplit) {
        return createExperiment(plan(
                experimentName,
                "compression_predictor",
                List.of(Arm.baseline(Arm.CONTROL), Arm.live(Arm.TREATMENT)),
                trafficSplit));
    }

    /// A plan with the usual goals: lower cost, and success and latency as guard rails; a person decides.
    public ExperimentPlan plan(String name, String model, List<Arm> arms, double share) {
        List<Goal> goals = new ArrayList<>(ExperimentPlan.USUAL_GUARD_RAILS);
        goals.add(new Goal(Goal.COST, Goal.Better.LOWER, Goal.Role.PRIMARY, Goal.USUAL_MARGIN));
        return plan(name, model, arms, goals, share, null);
    }

    /// @param ramp null if a person decides; else it says the shares
    public ExperimentPlan plan(
            String name, String model, List<Arm> arms, List<Goal> goals, double share, @Nullable RampPlan ramp) {
        return new ExperimentPlan(
                name,
                model,
                arms,
                ramp == null ? share : ramp.shares().getFirst(),
                goals,
                ramp,
                PLANNED_EVENTS,
                ALPHA,
                Bucketing.RULE,
                name,
                clock.instant());
    }

    /// Begins an experiment.
    ///
    /// @throws PakitException.Refused if the name is taken, or another experiment runs on the model
    public ExperimentPlan createExperiment(ExperimentPlan plan) {
        return experiments().begin(plan).plan();
    }

    /// The arm that serves `userId`; after the end the one that won, for everybody.
    public Arm getVariant(String experimentName, String userId) {
        Experiment experiment = experiments().get(experimentName);
        return experiment.plan().arms().get(experiment.assign(userId).arm());
    }

    /// The experiment that runs on `model`, or null. Cheap enough for every request.
    public @Nullable ExperimentPlan running(String model) {
        Experiment experiment = experiments().running(model);
        return experiment == null ? null : experiment.plan();
    }

    /// A unit in the experiment that runs on `model`, or null if none does: for what serves a unit many times.
    public @Nullable Trial trial(String model, String userId) {
        Experiment experiment = experiments().running(model);
        return experiment == null ? null : experiment.trial(requireUnit(userId));
    }

    /// The unit was served by its arm.
    public void recordImpression(String experimentName, String userId) {
        trialOf(experimentName, userId).impression();
    }

    /// What came of serving the unit once.
    ///
    /// @param latencyMs milliseconds, 0 or more
    public void recordResult(String experimentName, String userId, boolean success, double latencyMs) {
        Trial.requireLatency(latencyMs);
        trialOf(experimentName, userId).result(success, latencyMs);
    }

    /// A further figure of serving the unit once.
    ///
    /// @param metric lower-case letters, digits and _; `cost`, `stored_bytes` and `regret` are those of the store
    /// @param value finite
    public void recordMetric(String experimentName, String userId, String metric, double value) {
        Trial.requireFinite(metric, value);
        trialOf(experimentName, userId).metric(metric).record(value);
    }

    /// A unit in an experiment that is named, to record what somebody outside served it.
    public Trial trialOf(String experimentName, String userId) {
        return experiments().get(experimentName).trial(requireUnit(userId));
    }

    /// @throws PakitException.Invalid if it is no name of a unit
    public static String requireUnit(String userId) {
        if (userId.isBlank() || userId.length() > UNIT_LENGTH_MAX) {
            throw new PakitException.Invalid("a user must have 1 to " + UNIT_LENGTH_MAX + " characters, found "
                    + (userId.isBlank() ? "'" + userId + "'" : userId.length() + " of them"));
        }
        return userId;
    }

    public ExperimentResults getResults(String experimentName) {
        Experiment experiment = experiments().get(experimentName);
        return ExperimentResults.of(experiment.plan(), experiment.state(), experiment.phases(), experiment.sharing());
    }

    /// Whether the first treatment differs from control in `metric`: a goal's metric, `success_rate`, `avg_latency_ms`,
    /// or one of `p50_latency_ms`, `p95_latency_ms`, `p99_latency_ms`.
    ///
    /// @throws PakitException.NotFound if the experiment has no such metric
    public Significance computeStatisticalSignificance(String experimentName, String metric) {
        return Comparison.of(experiments().get(experimentName), metric);
    }

    /// What to do, with reasons in words.
    public Recommendation getRecommendation(String experimentName) {
        Experiment experiment = experiments().get(experimentName);
        Evidence evidence = experiment.evidence();
        return Recommendation.of(experiment.plan(), experiment.state(), evidence);
    }

    /// Everything that is known of an experiment.
    public Summary getSummary(String experimentName) {
        Experiment experiment = experiments().get(experimentName);
        Evidence evidence = experiment.evidence();
        return new Summary(
                experiment.plan(),
                experiment.state(),
                getResults(experimentName),
                evidence,
                Recommendation.of(experiment.plan(), experiment.state(), evidence));
    }

    /// Plan, state, figures, evidence and what follows from it.
    public record Summary(
            ExperimentPlan plan,
            ExperimentState state,
            ExperimentResults results,
            Evidence evidence,
            Recommendation recommendation) {}

    /// Of all experiments, the newest first.
    public List<ExperimentPlan> list() {
        return experiments().all().stream()
                .map(Experiment::plan)
                .sorted((a, b) -> b.createdAt().compareTo(a.createdAt()))
                .toList();
    }

    /// How far an experiment has come.
    public ExperimentState state(String experimentName) {
        return experiments().get(experimentName).state();
    }

    /// Gives each treatment a larger share.
    ///
    /// @throws PakitException.Refused if it would become smaller, or the experiment ramps by itself
    public void increaseTraffic(String experimentName, double trafficSplit, String reason) {
        Experiment experiment = experiments().get(experimentName);
        experiment.share(trafficSplit, clock.instant(), reason);
        experiments().save(experiment);
    }

    /// Ends an experiment by hand; control serves everybody.
    public void stop(String experimentName, String reason) {
        Experiment experiment = experiments().get(experimentName);
        experiment.stop(clock.instant(), reason, ends);
        experiments().save(experiment);
    }

    /// Forgets an experiment that has ended.
    public void delete(String experimentName) {
        experiments().delete(experimentName);
    }

    /// Writes what was recorded, and lets each ramp go on or end. What fails for one experiment is thrown after the
    /// others had their turn; it is tried again at the next evaluation.
    public void evaluate() {
        evaluate(decided -> {});
    }

    /// As [#evaluate()].
    ///
    /// @param decisions told of each decision once it is written
    public void evaluate(Consumer<Decided> decisions) {
        Instant now = clock.instant();
        RuntimeException failure = null;
        for (Experiment experiment : experiments().all()) {
            try {
                evaluate(experiment, now).ifPresent(decisions);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
                LOG.warn(
                        "Experiment {} is not evaluated, and will be again: {}",
                        experiment.plan().name(),
                        e.getMessage());
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private Optional<Decided> evaluate(Experiment experiment, Instant now) {
        if (!experiment.state().isRunning()) {
            return Optional.empty();
        }
        Step step = experiment.step(now, ends);
        experiments().save(experiment);
        return switch (step) {
            case null -> Optional.empty();
            case Step.Wait waiting -> Optional.empty();
            case Step.Advance advance -> decided(experiment);
            case Step.Promote promote -> decided(experiment);
            case Step.RollBack back -> decided(experiment);
        };
    }

    private static Optional<Decided> decided(Experiment experiment) {
        ExperimentState.Entry entry = experiment.state().history().getLast();
        LOG.info("Experiment {} is {}: {}", experiment.plan().name(), entry.what(), entry.reasons());
        return Optional.of(new Decided(experiment.plan(), entry));
    }

    /// Writes what was recorded, and decides nothing.
    public void flush() {
        Experiments known = experiments;
        if (known != null) {
            known.all().stream()
                    .filter(experiment -> experiment.state().isRunning())
                    .forEach(known::save);
        }
    }

    private Experiments experiments() {
        Experiments known = experiments;
        return known == null ? load() : known;
    }

    private synchronized Experiments load() {
        Experiments known = experiments;
        if (known == null) {
            known = new Experiments(database, clock);
            experiments = known;
        }
        return known;
    }
}
