package pakit.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.privacy.PrivacyBudget;
import pakit.ml.telemetry.PrivateFigures;
import pakit.ml.telemetry.PrivateOrder;
import pakit.node.FiguresOrder;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "figures",
        description = "Counts events with noise, so that the figures may be shown to others.",
        footer = {
            "",
            "Noise hides whether any one event was there (differential privacy). Each time is paid for out of a budget of",
            "the home ('telemetry.privacy'), which does not grow again; 'pakit telemetry budget' tells what is left.",
            "",
            "Examples:",
            "  pakit telemetry figures --since 7d --bucket 1d --epsilon 0.1",
            "  pakit telemetry figures --since 1d --type BlockStored --sum plainBytes --max 131072 --rho 0.005"
        })
final class FiguresVerb extends Verb {
    @Mixin
    private EventsWanted wanted = new EventsWanted();

    @Option(
            names = "--bucket",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "How long a stretch of time is. Default: 1h")
    private Duration bucket = Duration.ofHours(1);

    @Option(names = "--epsilon", paramLabel = "E", description = "Laplace noise of this epsilon.")
    private @Nullable BigDecimal epsilon;

    @Option(names = "--rho", paramLabel = "R", description = "Gaussian noise of this rho (zCDP).")
    private @Nullable BigDecimal rho;

    @Option(
            names = "--sum",
            paramLabel = "NUMBER",
            description = "Add up this number of the events, instead of counting.")
    private @Nullable String sum;

    @Option(names = "--max", paramLabel = "N", description = "What is more than this, is added as this.")
    private long max;

    @Override
    public Integer call() {
        PrivateOrder order = order();
        PrivateFigures figures;
        try (NodeOperations node = openStore()) {
            figures = node.figures(order);
        }
        print(figures, () -> {
            Table table = new Table("FROM", "KIND", ">" + figures.what());
            figures.figures()
                    .forEach(figure -> table.row(
                            figure.from().toString(),
                            figure.kind(),
                            figure.value().toString()));
            table.lines().forEach(this::say);
            say(words(figures.budget()));
        });
        return ExitCode.DONE.status();
    }

    private PrivateOrder order() {
        var query = wanted.query(Integer.MAX_VALUE);
        if (query.since().equals(Instant.MIN)) {
            throw new PakitException.Invalid(
                    "say since when (--since): which figures there are must not depend on events");
        }
        return new PrivateOrder(query.kinds(), query.since(), bucket, FiguresOrder.noise(epsilon, rho), sum, max);
    }

    static String words(PrivacyBudget.Standing budget) {
        return "privacy budget: %s of %s %s spent in %s; all together tell (%s, %s)"
                .formatted(
                        budget.spent().toPlainString(),
                        budget.total().toPlainString(),
                        budget.unit(),
                        Figures.count(budget.releases(), "release"),
                        budget.epsilon(),
                        budget.delta());
    }
}
