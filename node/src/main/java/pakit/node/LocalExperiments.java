package pakit.node;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.experiment.Arm;
import pakit.ml.experiment.Evidence;
import pakit.ml.experiment.ExperimentPlan;
import pakit.ml.experiment.ExperimentResults;
import pakit.ml.experiment.ExperimentState;
import pakit.ml.experiment.Goal;
import pakit.ml.experiment.RampPlan;
import pakit.ml.experiment.Trial;
import pakit.ml.integration.ExperimentRunner;
import pakit.ml.serving.ModelServer;
import pakit.stats.Interval;

/// The experiments of a node, as its users see them. Thread-safe.
final class LocalExperiments implements ExperimentOperations {
    private final ExperimentRunner runner;
    private final ABTestFramework framework;
    private final ExperimentOrders orders;

    private LocalExperiments(ExperimentRunner runner, ExperimentOrders orders) {
        this.runner = runner;
        this.framework = runner.framework();
        this.orders = orders;
    }

    static LocalExperiments of(ExperimentRunner runner, ModelServer models) {
        ExperimentOrders orders = new ExperimentOrders(
                runner.framework(),
                model -> models.live(model).map(manifest -> manifest.version().text()));
        return new LocalExperiments(runner, orders);
    }

    @Override
    public List<Experiments.Summary> list() {
        return framework.list().stream()
                .map(plan -> summary(plan, framework.state(plan.name())))
                .toList();
    }

    @Override
    public Experiments.Status create(ExperimentOrder order) {
        return status(runner.begin(orders.plan(order)).name());
    }

    @Override
    public Experiments.Status split(String name, double share, String reason) {
        framework.increaseTraffic(name, share, reason);
        return status(name);
    }

    @Override
    public Experiments.Status stop(String name, String reason) {
        framework.stop(name, reason.isEmpty() ? "by hand" : reason);
        return status(name);
    }

    @Override
    public void delete(String name) {
        framework.delete(name);
    }

    @Override
    public Experiments.Variant variant(String name, String user) {
        Arm arm = framework.getVariant(name, user);
        return new Experiments.Variant(name, user, arm.name(), arm.useMl(), arm.version());
    }

    @Override
    public void record(String name, ExperimentReport report) {
        Trial trial = framework.trialOf(name, String.valueOf(report.user()));
        Map<String, Double> metrics = report.metrics() == null ? Map.of() : report.metrics();
        if (report.success() == null || report.latencyMs() == null) {
            trial.served(metrics);
        } else {
            trial.served(report.success(), report.latencyMs(), metrics);
        }
    }

    @Override
    public Experiments.Significance significance(String name, String metric) {
        pakit.ml.experiment.Significance found = framework.computeStatisticalSignificance(name, metric);
        return new Experiments.Significance(
                found.metric(),
                found.arm(),
                null,
                null,
                found.controlValue(),
                found.treatmentValue(),
                known(found.lift()),
                known(found.liftPercentage()),
                interval(found.interval()),
                known(found.pValue()),
                found.isSignificant(),
                null,
                found.controlSamples(),
                found.treatmentSamples());
    }

    @Override
    public Experiments.Status status(String name) {
        ABTestFramework.Summary all = framework.getSummary(name);
        ExperimentPlan plan = all.plan();
        ExperimentState state = all.state();
        List<Experiments.Arm> arms = arms(all);
        Experiments.Summary summary = summary(plan, state);
        return new Experiments.Status(
                summary.name(),
                summary.model(),
                summary.status(),
                summary.trafficSplit(),
                summary.createdAt(),
                arms.getFirst(),
                arms.get(1),
                arms.subList(2, arms.size()),
                ramp(plan.ramp(), state),
                all.evidence().effects().stream().map(LocalExperiments::effect).toList(),
                all.evidence().sampleRatio().sequential(),
                all.evidence().sampleRatio().chiSquare(),
                new Experiments.Recommendation(
                        all.recommendation().verdict().toString(),
                        all.recommendation().reasons()),
                state.history().stream()
                        .map(entry -> new Experiments.Entry(entry.at(), entry.what(), entry.share(), entry.reasons()))
                        .toList());
    }

    private static Experiments.Summary summary(ExperimentPlan plan, ExperimentState state) {
        return new Experiments.Summary(
                plan.name(), plan.model(), state.status().label(), state.share(), plan.createdAt());
    }

    private List<Experiments.Arm> arms(ABTestFramework.Summary all) {
        return all.results().arms().stream().map(arm -> arm(all.plan(), arm)).toList();
    }

    private Experiments.Arm arm(ExperimentPlan plan, ExperimentResults.ArmResults arm) {
        String version = plan.arms().stream()
                .filter(planned -> planned.name().equals(arm.name()))
                .findFirst()
                .map(Arm::version)
                .orElse(null);
        return new Experiments.Arm(
                arm.name(),
                arm.useMl(),
                version,
                arm.trafficShare(),
                arm.impressions(),
                arm.events(),
                arm.successes(),
                arm.successRate(),
                arm.avgLatencyMs(),
                arm.p50LatencyMs(),
                arm.p95LatencyMs(),
                arm.p99LatencyMs(),
                arm.metrics(),
                arm.knownBlocks(),
                arm.sharedBlocks());
    }

    private static Experiments.@Nullable Ramp ramp(@Nullable RampPlan ramp, ExperimentState state) {
        return ramp == null
                ? null
                : new Experiments.Ramp(
                        ramp.shares(),
                        state.step(),
                        ramp.stepMin().toSeconds(),
                        ramp.eventsMin(),
                        ExperimentOrders.word(ramp.promotion()));
    }

    private static Experiments.Significance effect(Evidence.Effect effect) {
        Goal goal = effect.goal();
        return new Experiments.Significance(
                goal.metric(),
                effect.arm(),
                goal.role().name().toLowerCase(Locale.ROOT),
                goal.margin(),
                effect.control(),
                effect.treatment(),
                known(effect.lift()),
                known(100 * effect.lift()),
                interval(effect.interval()),
                known(effect.pValue()),
                !effect.interval().contains(0),
                effect.verdict().name().toLowerCase(Locale.ROOT),
                effect.controlEvents(),
                effect.treatmentEvents());
    }

    private static @Nullable Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static @Nullable List<Double> interval(Interval interval) {
        return Double.isFinite(interval.low()) && Double.isFinite(interval.high())
                ? List.of(interval.low(), interval.high())
                : null;
    }
}
