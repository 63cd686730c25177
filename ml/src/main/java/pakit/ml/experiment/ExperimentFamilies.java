package pakit.ml.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// Experiments as Prometheus sees them: how each stands, what share each arm has, and, while one runs, what its arms
/// gave and how far they touch each other.
public final class ExperimentFamilies implements MetricSource {
    private final ABTestFramework framework;

    public ExperimentFamilies(ABTestFramework framework) {
        this.framework = framework;
    }

    private record Series(String experiment, ExperimentResults.ArmResults arm) {}

    @Override
    public void writeTo(PrometheusText text) {
        List<ExperimentPlan> plans = framework.list();
        states(text, plans);
        List<Series> running = new ArrayList<>();
        for (ExperimentPlan plan : plans) {
            if (framework.state(plan.name()).isRunning()) {
                framework.getResults(plan.name()).arms().forEach(arm -> running.add(new Series(plan.name(), arm)));
            }
        }
        arms(text, running);
    }

    private void states(PrometheusText text, List<ExperimentPlan> plans) {
        text.family("pakit_experiment_state", "gauge", "1 for the state that an experiment is in.");
        for (ExperimentPlan plan : plans) {
            ExperimentState.Status now = framework.state(plan.name()).status();
            for (ExperimentState.Status status : ExperimentState.Status.values()) {
                text.sample(
                        "pakit_experiment_state",
                        status == now ? 1 : 0,
                        "experiment",
                        plan.name(),
                        "model",
                        plan.model(),
                        "state",
                        status.label());
            }
        }
        text.family("pakit_experiment_traffic_share", "gauge", "Share of the units that an arm serves, 0 to 1.");
        for (ExperimentPlan plan : plans) {
            double[] shares = Judge.shares(plan, framework.state(plan.name()).share());
            for (int arm = 0; arm < shares.length; arm++) {
                text.sample(
                        "pakit_experiment_traffic_share",
                        shares[arm],
                        "experiment",
                        plan.name(),
                        "arm",
                        plan.arms().get(arm).name());
            }
        }
    }

    private static void arms(PrometheusText text, List<Series> running) {
        family(text, running, "impressions_total", "counter", "Times an arm served.", arm -> arm.impressions());
        family(text, running, "events_total", "counter", "Results of an arm.", arm -> arm.events());
        family(text, running, "successes_total", "counter", "Good results of an arm.", arm -> arm.successes());
        family(text, running, "success_rate", "gauge", "Good results in all.", arm -> arm.successRate());
        family(text, running, "latency_seconds", "gauge", "Mean latency of an arm.", arm -> arm.avgLatencyMs() / 1e3);
        family(
                text,
                running,
                "known_blocks_total",
                "counter",
                "Blocks that units of an arm put and that were there already.",
                arm -> arm.knownBlocks());
        family(
                text,
                running,
                "shared_blocks_total",
                "counter",
                "Known blocks of an arm that only another arm had stored: arms touch each other there.",
                arm -> arm.sharedBlocks());
    }

    private static void family(
            PrometheusText text,
            List<Series> running,
            String name,
            String type,
            String help,
            ToDoubleFunction<ExperimentResults.ArmResults> value) {
        text.family("pakit_experiment_" + name, type, help);
        for (Series one : running) {
            text.sample(
                    "pakit_experiment_" + name,
                    value.applyAsDouble(one.arm()),
                    "experiment",
                    one.experiment(),
                    "arm",
                    one.arm().name());
        }
    }
}
