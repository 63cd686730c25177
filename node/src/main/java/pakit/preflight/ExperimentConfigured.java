package pakit.preflight;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import pakit.node.Experiments;

/// An experiment runs on the node, so that what is new serves a share of the traffic first. Pending while none does,
/// which is right where nothing new is to come.
public final class ExperimentConfigured implements Check {
    private final Supplier<List<Experiments.Summary>> experiments;

    /// @param experiments of the node
    public ExperimentConfigured(Supplier<List<Experiments.Summary>> experiments) {
        this.experiments = experiments;
    }

    @Override
    public String name() {
        return "experiment configured";
    }

    @Override
    public Finding look() {
        List<String> running = experiments.get().stream()
                .filter(experiment -> experiment.status().equals("running"))
                .map(ExperimentConfigured::words)
                .toList();
        return running.isEmpty()
                ? Finding.pending("no experiment runs: a version that goes live serves all traffic at once;"
                        + " 'pakit experiment create NAME --split 0.05' begins one")
                : Finding.pass(String.join("; ", running));
    }

    private static String words(Experiments.Summary experiment) {
        return String.format(
                Locale.ROOT,
                "experiment %s gives its treatment %.4g %% of the traffic of %s",
                experiment.name(),
                100 * experiment.trafficSplit(),
                experiment.model());
    }
}
