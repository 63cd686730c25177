package pakit.cli;

import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.serving.Aliases;
import pakit.node.ModelOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "alias",
        description = "Makes a version the challenger, which is loaded beside the live one, or removes it.",
        footer = {
            "",
            "The champion is always the live version: 'models swap' moves it.",
            "",
            "Examples:",
            "  pakit models alias compression_predictor challenger 1.1.0 --reason 'less regret'",
            "  pakit models alias compression_predictor challenger --remove"
        })
final class AliasVerb extends ModelsCommand.OneModel {
    @Parameters(index = "1", paramLabel = "ALIAS", description = "challenger")
    private String alias = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "VERSION", description = "The version to load.")
    private @Nullable String version;

    @Option(names = "--remove", description = "There is to be no challenger.")
    private boolean remove;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private String reason = "asked for on the command line";

    @Override
    void work(ModelOperations models, String name) {
        if (!alias.equals(Aliases.CHALLENGER)) {
            throw new PakitException.Invalid("ALIAS must be challenger, found '" + alias
                    + "'; the champion is the live version, 'models swap' moves it");
        }
        if (remove == (version != null)) {
            throw new PakitException.Invalid("name either a VERSION or --remove");
        }
        show(version == null ? models.withdraw(name, reason) : models.challenge(name, version, reason));
    }
}
