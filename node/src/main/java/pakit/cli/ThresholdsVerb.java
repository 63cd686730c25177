package pakit.cli;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.serving.Thresholds;
import pakit.node.MonitorOperations;
import pakit.node.NodeOperations;
import pakit.node.ThresholdChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "thresholds",
        description = "Shows or sets above which figures models raise alerts.",
        footer = {
            "",
            "What is set takes effect at once, and holds over the configuration until --reset.",
            "",
            "Examples:",
            "  pakit models thresholds",
            "  pakit models thresholds --latency-ms 5 --error-rate 0.05 --regret 10"
        })
final class ThresholdsVerb extends Verb {
    @Option(
            names = "--latency-ms",
            paramLabel = "MS",
            description = "Alert if 5 in 100 calls of the window take longer than this many milliseconds.")
    private @Nullable Double latencyMs;

    @Option(
            names = "--error-rate",
            paramLabel = "SHARE",
            description = "Alert if more than this share of the window's calls fail, 0 to 1.")
    private @Nullable Double errorRate;

    @Option(
            names = "--regret",
            paramLabel = "PERCENT",
            description = "Alert if what was decided costs for sure so much more than the cheapest codecs; 0: never.")
    private @Nullable Double regret;

    @Option(names = "--reset", description = "Go back to what is configured.")
    private boolean reset;

    @Override
    public Integer call() {
        boolean sets = latencyMs != null || errorRate != null || regret != null;
        if (sets && reset) {
            throw new PakitException.Invalid("--reset goes alone: it takes back what was set");
        }
        try (NodeOperations node = openStore()) {
            Thresholds thresholds = thresholds(node.monitor(), sets);
            print(thresholds, () -> {
                String latency =
                        BigDecimal.valueOf(thresholds.latencyThresholdMs()).toPlainString();
                say("latency    " + latency + " ms (95th percentile of the window)");
                say("error rate " + Figures.percent(thresholds.errorRateThreshold()));
                double percent = thresholds.regretThresholdPercent();
                say("regret     " + (percent == 0 ? "never" : percent + " % (for sure, by the oracle)"));
            });
        }
        return ExitCode.DONE.status();
    }

    private Thresholds thresholds(MonitorOperations monitor, boolean sets) {
        if (reset) {
            return monitor.resetThresholds();
        }
        return sets ? monitor.set(new ThresholdChange(latencyMs, errorRate, regret)) : monitor.thresholds();
    }
}
