package pakit.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pakit.node.ExperimentOrder;
import pakit.node.Experiments;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = "Begins an experiment: a share of the traffic is served by a treatment, the rest by control.",
        footer = {
            "",
            "Without --control, control asks no model, and the model is enabled: only treatment asks it. An arm is",
            "tied to one version, which must be live or the challenger. With --ramp the experiment goes on, ends and",
            "takes the model back by itself; without, 'experiment split' and 'experiment stop' do.",
            "",
            "Examples:",
            "  pakit experiment create rollout --split 0.05",
            "  pakit experiment create rollout --ramp 5,25,50,100 --step-min 1h",
            "  pakit experiment create upgrade --control 1.0.0 --treatment 1.1.0 --ramp 10,50,100 --promote not-worse"
        })
final class ExperimentCreateVerb extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "A name that no other experiment has.")
    private String name = "";

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Whose traffic is split. Default: compression_predictor")
    private @Nullable String model;

    @Option(
            names = "--split",
            paramLabel = "SHARE",
            description = "Share of the traffic that each treatment gets, 0 to 1. Default: 0.05")
    private @Nullable Double split;

    @Option(
            names = "--ramp",
            paramLabel = "PERCENT",
            split = ",",
            description = "The steps of a ramp that decides by itself, such as 5,25,50,100.")
    private @Nullable List<Double> ramp;

    @Option(names = "--control", paramLabel = "VERSION", description = "What control asks. Default: no model")
    private @Nullable String control;

    @Option(
            names = "--treatment",
            paramLabel = "VERSION",
            description = "What treatment asks; may be repeated for further treatments. Default: the live version")
    private @Nullable List<String> treatments;

    @Option(
            names = "--step-min",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "How long a step of the ramp takes at least. Default: 1h")
    private @Nullable Duration stepMin;

    @Option(
            names = "--events-min",
            paramLabel = "N",
            description = "Events that each arm needs in a step before the ramp goes on. Default: 1000")
    private @Nullable Long eventsMin;

    @Option(
            names = "--primary",
            paramLabel = "METRIC",
            description = "What it is about: cost, stored_bytes, latency_ms or success. Default: cost")
    private @Nullable String primary;

    @Option(
            names = "--margin",
            paramLabel = "METRIC=SHARE",
            description = "By how much a metric may be worse without mattering; may be repeated."
                    + " Default: latency_ms=0.05, all others 0.01")
    private Map<String, Double> margins = Map.of();

    @Option(
            names = "--promote",
            paramLabel = "WHEN",
            description =
                    "What the primary metric must show at the end of the ramp: better or not-worse. Default: better")
    private @Nullable String promote;

    @Override
    public Integer call() {
        ExperimentOrder order = new ExperimentOrder(
                name,
                model,
                split,
                ramp,
                control,
                treatments,
                stepMin == null ? null : stepMin.toSeconds(),
                eventsMin,
                margins,
                primary,
                promote);
        try (NodeOperations node = open()) {
            Experiments.Status created = node.experiments().create(order);
            print(created, () -> ExperimentText.of(created).forEach(this::say));
        }
        return ExitCode.DONE.status();
    }
}
