package pakit.ml.experiment;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.database.PakitDatabase;
import pakit.stats.BinomialMixture;
import pakit.stats.Interval;

/// Experiments on live traffic: which arm a unit belongs to, what came of it, and what that proves. Thread-safe.
///
/// A unit is what is assigned as a whole, a user or a request; the same unit gets the same arm on every node and after
/// every
/// restart. Assigning and recording take no lock and write nothing; [#evaluate] makes durable what was recorded and
/// lets
/// ramps decide, and somebody has to call it every few seconds.
public final class ABTestFramework {
    private static final Logger LOG = LoggerFactory.getLogger(ABTestFramework.class);
    private static final double ALPHA = 0.05;
    private static final long PLANNED_EVENTS = 10_000;

    private final Experiments experiments;
    private final InstantSource clock;
    private final Consumer<Ended> ends;

    /// An experiment that its ramp has ended.
    ///
    /// @param step a promotion or a roll-back
    public record Ended(ExperimentPlan plan, Step step) {}

    /// Without anything that happens at the end of an experiment.
    public ABTestFramework(PakitDatabase database) {
        this(database, InstantSource.system(), ended -> {});
    }

    /// @param ends told once of each experiment that a ramp has ended, before that end is written: it makes treatment
    /// serve
    ///     everybody, or nobody. If it fails, it is told again at the next evaluation
    public ABTestFramework(PakitDatabase database, InstantSource clock, Consumer<Ended> ends) {
        this.experiments = new Experiments(database, clock);
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
        goals.add(new Goal(Goal.COST, Goal.Better.LOWER, Goal.Role.PRIMARY, 0.01));
        return new ExperimentPlan(
                name,
                model,
                arms,
                share,
                goals,
                null,
                PLANNED_EVENTS,
                ALPHA,
                Bucketing.RULE,
                UUID.randomUUID().toString(),
                clock.instant());
    }

    /// Begins an experiment.
    ///
    /// @throws PakitException.Refused if the name is taken, or another experiment runs on the model
    public ExperimentPlan createExperiment(ExperimentPlan plan) {
        return experiments.begin(plan).plan();
    }

    /// The arm that serves `userId`; after the end the one that won, for everybody.
    public Arm getVariant(String experimentName, String userId) {
        Experiment experiment = experiments.get(experimentName);
        return experiment.plan().arms().get(experiment.assign(userId).arm());
    }

    /// The experiment that runs on `model`, if any. Cheap enough for every request.
    public Optional<String> running(String model) {
        for (Experiment experiment : experiments.all()) {
            if (experiment.plan().model().equals(model) && experiment.state().isRunning()) {
                return Optional.of(experiment.plan().name());
            }
        }
        return Optional.empty();
    }

    /// The unit was served by its arm.
    public void recordImpression(String experimentName, String userId) {
        Experiment experiment = experiments.get(experimentName);
        experiment.impression(experiment.assign(userId));
    }

    /// What came of serving the unit once.
    ///
    /// @param latencyMs milliseconds, 0 or more
    public void recordResult(String experimentName, String userId, boolean success, double latencyMs) {
        if (!(latencyMs >= 0) || Double.isInfinite(latencyMs)) {
            throw new PakitException.Invalid("latencyMs must be finite and not negative, found " + latencyMs);
        }
        Experiment experiment = experiments.get(experimentName);
        Assignment unit = experiment.assign(userId);
        experiment.add(unit, Goal.SUCCESS, success ? 1 : 0);
        experiment.add(unit, Goal.LATENCY_MS, latencyMs);
    }

    /// A further figure of serving the unit once.
    ///
    /// @param metric lower-case letters, digits and _; `cost`, `stored_bytes` and `regret` are those of the store
    /// @param value finite
    public void recordMetric(String experimentName, String userId, String metric, double value) {
        Goal.requireName(metric);
        if (!Double.isFinite(value)) {
            throw new PakitException.Invalid("metric " + metric + " must be finite, found " + value);
        }
        Experiment experiment = experiments.get(experimentName);
        experiment.add(experiment.assign(userId), metric, value);
    }

    public ExperimentResults getResults(String experimentName) {
        Experiment experiment = experiments.get(experimentName);
        return ExperimentResults.of(experiment.plan(), experiment.state(), experiment.phases());
    }

    /// Whether the first treatment differs from control in `metric`: a goal's metric, `success_rate`, `avg_latency_ms`,
    /// or
    /// one of `p50_latency_ms`, `p95_latency_ms`, `p99_latency_ms`.
    ///
    /// @throws PakitException.NotFound if the experiment has no such metric
    public Significance computeStatisticalSignificance(String experimentName, String metric) {
        Experiment experiment = experiments.get(experimentName);
        return switch (metric) {
            case "p50_latency_ms" -> quantile(experiment, metric, 0.5);
            case "p95_latency_ms" -> quantile(experiment, metric, 0.95);
            case "p99_latency_ms" -> quantile(experiment, metric, 0.99);
            case "success_rate" -> mean(experiment, metric, Goal.SUCCESS);
            case "avg_latency_ms" -> mean(experiment, metric, Goal.LATENCY_MS);
            default -> mean(experiment, metric, metric);
        };
    }

    /// What to do, with reasons in words.
    public Recommendation getRecommendation(String experimentName) {
        Experiment experiment = experiments.get(experimentName);
        Evidence evidence = experiment.evidence();
        return Recommendation.of(experiment.plan(), experiment.state(), evidence);
    }

    /// Everything that is known of an experiment.
    public Summary getSummary(String experimentName) {
        Experiment experiment = experiments.get(experimentName);
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
        return experiments.all().stream()
                .map(Experiment::plan)
                .sorted((a, b) -> b.createdAt().compareTo(a.createdAt()))
                .toList();
    }

    /// How far an experiment has come.
    public ExperimentState state(String experimentName) {
        return experiments.get(experimentName).state();
    }

    /// Gives each treatment a larger share.
    ///
    /// @throws PakitException.Refused if it would become smaller, or the experiment ramps by itself
    public void increaseTraffic(String experimentName, double trafficSplit, String reason) {
        Experiment experiment = experiments.get(experimentName);
        experiment.share(trafficSplit, clock.instant(), reason);
        experiments.save(experiment);
    }

    /// Ends an experiment by hand; control serves everybody.
    public void stop(String experimentName, String reason) {
        Experiment experiment = experiments.get(experimentName);
        experiment.stop(clock.instant(), reason);
        experiments.save(experiment);
    }

    /// Forgets an experiment that has ended.
    public void delete(String experimentName) {
        experiments.delete(experimentName);
    }

    /// Writes what was recorded, and lets each ramp go on or end.
    public void evaluate() {
        Instant now = clock.instant();
        for (Experiment experiment : experiments.all()) {
            if (experiment.state().isRunning()) {
                step(experiment, now);
                experiments.save(experiment);
            }
        }
    }

    private void step(Experiment experiment, Instant now) {
        String name = experiment.plan().name();
        Step step = experiment.step(now, decided -> ends.accept(new Ended(experiment.plan(), decided)));
        switch (step) {
            case null -> {}
            case Step.Wait waiting -> LOG.debug("Experiment {} waits: {}", name, waiting.reasons());
            case Step.Advance advance ->
                LOG.info("Experiment {} goes on to a share of {}: {}", name, advance.share(), advance.reasons());
            case Step.Promote promote -> LOG.info("Experiment {} is promoted: {}", name, promote.reasons());
            case Step.RollBack back -> LOG.warn("Experiment {} is rolled back: {}", name, back.reasons());
        }
    }

    private static Significance mean(Experiment experiment, String asked, String metric) {
        Evidence.Effect effect = experiment
                .effect(metric)
                .orElseThrow(() -> new PakitException.NotFound(
                        "experiment " + experiment.plan().name() + " has no metric '" + asked + "', there are "
                                + experiment.metrics()));
        return new Significance(
                asked,
                effect.arm(),
                effect.control(),
                effect.treatment(),
                effect.lift(),
                effect.interval(),
                effect.pValue(),
                !effect.interval().contains(0),
                effect.controlEvents(),
                effect.treatmentEvents());
    }

    /// By the ranks that enclose the quantile in each arm; right for events that do not depend on each other.
    private static Significance quantile(Experiment experiment, String metric, double quantile) {
        List<PhaseFigures> phases = experiment.phases();
        Totals control = Totals.of(phases, 0);
        Totals treatment = Totals.of(phases, 1);
        Interval difference = interval(treatment, quantile).minus(interval(control, quantile));
        double base = control.latencies().quantile(quantile);
        double value = treatment.latencies().quantile(quantile);
        return new Significance(
                metric,
                experiment.plan().arms().get(1).name(),
                base,
                value,
                base == 0 ? Double.NaN : (value - base) / base,
                difference,
                Double.NaN,
                !difference.contains(0),
                control.latencies().count(),
                treatment.latencies().count());
    }

    private static Interval interval(Totals arm, double quantile) {
        return BinomialMixture.UNIFORM.quantileInterval(
                quantile, arm.latencies().count(), ALPHA / 2, arm.latencies()::valueAtRank);
    }
}
