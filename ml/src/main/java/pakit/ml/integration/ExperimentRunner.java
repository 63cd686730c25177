package pakit.ml.integration;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.alerts.AlertBook;
import pakit.ml.alerts.AlertKey;
import pakit.ml.alerts.Watch;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.experiment.ExperimentPlan;
import pakit.ml.experiment.ExperimentState;
import pakit.ml.experiment.Trial;
import pakit.ml.models.CompressionPredictor;

/// Runs the experiments of a node: puts their units into arms, evaluates them every few seconds on the thread
/// `pakit-experiments`, tells of each decision by an alert, and keeps what was recorded when it is closed. Thread-safe.
public final class ExperimentRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExperimentRunner.class);
    private static final String ALERT = "experiment";

    private final ABTestFramework framework;
    private final Rollout rollout;
    private final MLDAGIntegration integration;
    private final AlertBook alerts;
    private final Object turn = new Object();
    private @Nullable Watch watch;

    /// @param rollout the same that `framework` tells of ends
    public ExperimentRunner(
            ABTestFramework framework, Rollout rollout, MLDAGIntegration integration, AlertBook alerts) {
        this.framework = framework;
        this.rollout = rollout;
        this.integration = integration;
        this.alerts = alerts;
    }

    /// Evaluates from now on. Experiments that cannot be read end the start.
    ///
    /// @param every from the end of one evaluation to the begin of the next
    public synchronized void start(Duration every) {
        framework.list();
        if (watch == null) {
            watch = Watch.start("experiments", this::evaluate, every);
        }
    }

    public ABTestFramework framework() {
        return framework;
    }

    /// Begins an experiment that can be served as planned.
    ///
    /// @throws PakitException.NotFound if a version of an arm is not loaded
    public ExperimentPlan begin(ExperimentPlan plan) {
        List<String> obstacles = rollout.obstacles(plan);
        if (!obstacles.isEmpty()) {
            throw new PakitException.NotFound(String.join("; ", obstacles));
        }
        synchronized (turn) { // else an evaluation in between would find the model disabled, and stop it
            framework.createExperiment(plan);
            rollout.begin(plan);
        }
        return plan;
    }

    /// A put in the experiment that runs on compression; null if there is none. What is wrong with experiments never
    /// keeps a block from being stored.
    ///
    /// @param unit the user, or the request
    public @Nullable BlockTrial put(String unit, Profile profile) {
        try {
            Trial trial = integration.asksForCompression() ? framework.trial(CompressionPredictor.NAME, unit) : null;
            return trial == null ? null : new BlockTrial(integration, trial, profile);
        } catch (PakitException.Corrupt | PakitException.Unavailable e) {
            LOG.warn("this put is part of no experiment: {}", e.getMessage());
            return null;
        }
    }

    /// One evaluation: what cannot be served is stopped, ramps go on or end.
    public void evaluate() {
        synchronized (turn) {
            stopWhatIsNotServed();
            framework.evaluate(decided -> tell(decided.plan(), decided.entry()));
        }
    }

    private void stopWhatIsNotServed() {
        for (ExperimentPlan plan : framework.list()) {
            if (framework.state(plan.name()).status() == ExperimentState.Status.RUNNING) {
                stopIfNotServed(plan);
            }
        }
    }

    private void stopIfNotServed(ExperimentPlan plan) {
        List<String> obstacles = rollout.obstaclesNow(plan);
        if (!obstacles.isEmpty()) {
            framework.stop(plan.name(), String.join("; ", obstacles));
            tell(plan, framework.state(plan.name()).history().getLast());
        }
    }

    private void tell(ExperimentPlan plan, ExperimentState.Entry entry) {
        String share =
                entry.what().equals("advanced") ? " to a share of " + Math.round(100 * entry.share()) + " %" : "";
        alerts.note(
                new AlertKey(plan.model(), ALERT),
                "Experiment " + plan.name() + " " + entry.what() + share + ": " + String.join("; ", entry.reasons()));
    }

    /// Ends the evaluations and writes what was recorded.
    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
        try {
            framework.flush();
        } catch (PakitException e) {
            LOG.warn("what experiments recorded since their last evaluation is lost: {}", e.getMessage());
        }
    }
}
