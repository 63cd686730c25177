package pakit.cli;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.node.ModelOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        description = "All that happened to the versions of a model, oldest first, or what was live at a time.",
        footer = {
            "",
            "Examples:",
            "  pakit models history compression_predictor --json",
            "  pakit models history compression_predictor --at 2026-11-23T10:15:00Z"
        })
final class HistoryVerb extends ModelsCommand.OneModel {
    @Option(names = "--at", paramLabel = "TIME", description = "What was live then, such as 2026-11-23T10:15:00Z.")
    private @Nullable String at;

    @Override
    void work(ModelOperations models, String name) {
        if (at == null) {
            lines(models.history(name));
        } else {
            Results.LiveAt live = models.liveAt(name, time(at));
            print(
                    live,
                    () -> say("%s v%s, live since %s (%s by %s)"
                            .formatted(name, live.version(), Figures.time(live.since()), live.kind(), live.actor())));
        }
    }

    private void lines(Results.History history) {
        print(history, () -> {
            Table table = new Table("TIME", "VERSION", "KIND", "ACTOR", "REASON");
            for (Results.HistoryEntry entry : history.history()) {
                table.row(Figures.time(entry.at()), entry.version(), entry.kind(), entry.actor(), entry.reason());
            }
            print(table);
        });
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new PakitException.Invalid(
                    "--at must be a time such as 2026-11-23T10:15:00Z, found '" + text + "'", e);
        }
    }
}
