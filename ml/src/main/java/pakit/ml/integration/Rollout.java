package pakit.ml.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import pakit.error.PakitException;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.experiment.Arm;
import pakit.ml.experiment.ExperimentPlan;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelVersion;
import pakit.ml.serving.Cause;
import pakit.ml.serving.Lease;
import pakit.ml.serving.ModelServer;

/// Carries out what an experiment decides, so that the arm that won serves everybody. Doing it twice does no more than
/// doing it once.
///
/// | experiment | promoted | rolled back, or stopped by hand |
/// |---|---|---|
/// | models against a baseline | the treatment's version is live, and enabled | the model is disabled |
/// | version against version | the treatment's version is live, past the gate | control's version is live |
public final class Rollout implements Consumer<ABTestFramework.Ended> {
    private static final String ACTOR = "experiment";

    private final ModelServer server;

    public Rollout(ModelServer server) {
        this.server = server;
    }

    /// Makes a begun experiment serve: against a baseline the model is enabled, since only treatment asks it then.
    public void begin(ExperimentPlan plan) {
        if (!plan.control().useMl()) {
            server.registry().switches().enable(plan.model());
        }
    }

    /// Why arms cannot be served as planned; empty if they can.
    public List<String> obstacles(ExperimentPlan plan) {
        List<String> obstacles = new ArrayList<>();
        for (Arm arm : plan.arms()) {
            if (arm.useMl() && !served(plan.model(), arm)) {
                obstacles.add("arm " + arm.name() + " needs "
                        + (arm.version() == null ? "a version of " : "version " + arm.version() + " of ")
                        + plan.model() + ", loaded are "
                        + server.registry().loaded(plan.model()) + "; 'pakit models alias " + plan.model()
                        + " challenger VERSION' loads one beside the live one");
            }
        }
        return obstacles;
    }

    /// As [#obstacles], of an experiment that runs.
    List<String> obstaclesNow(ExperimentPlan plan) {
        List<String> obstacles = new ArrayList<>(obstacles(plan));
        if (!plan.control().useMl() && !server.registry().enabled(plan.model()) && obstacles.isEmpty()) {
            obstacles.add("model " + plan.model() + " was disabled");
        }
        return obstacles;
    }

    private boolean served(String model, Arm arm) {
        Lease lease = arm.version() == null
                ? server.registry().tryLease(model)
                : server.registry().tryLease(model, arm.version());
        if (lease == null) {
            return false;
        }
        lease.close();
        return true;
    }

    @Override
    public void accept(ABTestFramework.Ended ended) {
        ExperimentPlan plan = ended.plan();
        switch (ended.status()) {
            case PROMOTED -> promote(plan, cause(plan, "promoted", ended.reasons()));
            case ROLLED_BACK -> takeBack(plan, cause(plan, "rolled back", ended.reasons()));
            case STOPPED -> takeBack(plan, cause(plan, "stopped", ended.reasons()));
            case RUNNING -> throw new IllegalArgumentException("experiment " + plan.name() + " goes on");
        }
    }

    private void promote(ExperimentPlan plan, Cause cause) {
        Arm winner = plan.treatments().getFirst();
        if (winner.version() != null && !winner.version().equals(live(plan.model()))) {
            server.swap(plan.model(), ModelVersion.parse(winner.version()), cause);
        }
        if (!plan.control().useMl()) {
            server.registry().switches().enable(plan.model());
        }
    }

    private void takeBack(ExperimentPlan plan, Cause cause) {
        if (!plan.control().useMl()) {
            server.registry().switches().disable(plan.model());
            return;
        }
        String live = live(plan.model());
        String control = plan.control().version();
        boolean treatmentIsLive = plan.treatments().stream()
                .anyMatch(arm -> arm.version() != null && arm.version().equals(live));
        if (control != null && treatmentIsLive && !control.equals(live)) {
            goBack(plan.model(), ModelVersion.parse(control), cause);
        }
    }

    /// Control's version was live before, so no gate holds it up.
    private void goBack(String model, ModelVersion control, Cause cause) {
        if (server.versions().rollbackTarget(model).equals(Optional.of(control))) {
            server.rollbackModel(model, cause);
            return;
        }
        try {
            server.swap(model, control, cause);
        } catch (PakitException.Refused e) {
            server.force(model, control, cause);
        }
    }

    private String live(String model) {
        return server.live(model).map(Manifest::version).map(ModelVersion::text).orElse("");
    }

    private static Cause cause(ExperimentPlan plan, String what, List<String> reasons) {
        return new Cause(ACTOR, "experiment " + plan.name() + " " + what + ": " + String.join("; ", reasons));
    }
}
