package pakit.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.models.Metric;
import pakit.ml.serving.Aliases;
import pakit.node.ModelOperations;
import pakit.node.NodeOperations;
import pakit.node.Results;
import pakit.node.SwapOrder;
import pakit.node.SwapOrder.Gatekeeping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "models",
        description = "The models of this home: their versions, which is live, and since when.",
        subcommands = {
            ModelsCommand.ListModels.class,
            ModelsCommand.Show.class,
            ModelsCommand.Register.class,
            ValidateVerb.class,
            EstimateVerb.class,
            ShadowVerb.class,
            ModelsCommand.Swap.class,
            ModelsCommand.Rollback.class,
            ModelMetricsVerb.class,
            ThresholdsVerb.class,
            HistoryVerb.class,
            CleanupVerb.class,
            AliasVerb.class,
            EnableVerb.class,
            DisableVerb.class,
            ResetBreakerVerb.class,
            ForceBreakerVerb.class
        },
        footer = {
            "",
            "Examples:",
            "  pakit models register compression_predictor 1.1.0 ./trained",
            "  pakit models validate compression_predictor 1.1.0",
            "  pakit models swap compression_predictor 1.1.0",
            "  pakit models rollback compression_predictor"
        })
final class ModelsCommand extends VerbGroup {
    @Command(
            name = "list",
            description = "Lists the models.",
            footer = {"", "Examples:", "  pakit models list"})
    static final class ListModels extends Verb {
        @Override
        public Integer call() {
            try (NodeOperations node = open()) {
                Results.Models models = node.models().list();
                print(models, () -> {
                    print(table(models));
                    switchedOff(models).ifPresent(this::say);
                });
            }
            return ExitCode.DONE.status();
        }

        /// Why none of them may give hints, if the reason is none of their own.
        static Optional<String> switchedOff(Results.Models models) {
            return switch (models.mlSwitch()) {
                case "off" -> Optional.of("all models are off: pakit models enable --all");
                case "off_by_configuration" ->
                    Optional.of("all models are off for this run: ml.enabled is false in its configuration");
                default -> Optional.empty();
            };
        }

        static Table table(Results.Models models) {
            Table table = new Table("MODEL", "LIVE", ">VERSIONS", "ENABLED");
            for (Results.ModelSummary model : models.models()) {
                table.row(
                        model.name(),
                        model.live() == null ? "-" : model.live(),
                        Integer.toString(model.versions()),
                        model.enabled() ? "yes" : "no");
            }
            return table;
        }
    }

    /// What works on one model.
    @Command
    abstract static class OneModel extends Verb {
        @Parameters(index = "0", paramLabel = "NAME", description = "The model, such as compression_predictor.")
        private String name = "";

        @Override
        public final Integer call() {
            try (NodeOperations node = open()) {
                work(node.models(), name);
            }
            return ExitCode.DONE.status();
        }

        abstract void work(ModelOperations models, String name);

        final void show(Results.Model model) {
            print(model, () -> {
                Table table = new Table("VERSION", "LIVE", "GATE", "CREATED", "SCHEMA");
                for (Results.Version version : model.versions()) {
                    boolean live =
                            model.live() != null && model.live().version().equals(version.version());
                    table.row(
                            deployed(version),
                            live ? "*" : version.version().equals(model.challenger()) ? Aliases.CHALLENGER : "",
                            version.validation(),
                            Figures.time(version.createdAt()),
                            version.schema());
                }
                print(table);
            });
        }

        private static String deployed(Results.Version version) {
            Instant at = version.deployedAt();
            return "v" + version.version() + " - deployed " + (at == null ? "never" : Figures.time(at));
        }
    }

    @Command(
            name = "show",
            description = "Shows the versions of a model, or all that is known of one.",
            footer = {"", "Examples:", "  pakit models show compression_predictor 1.0.0"})
    static final class Show extends OneModel {
        @Parameters(index = "1", arity = "0..1", paramLabel = "VERSION", description = "Default: all.")
        private @Nullable String version;

        @Override
        void work(ModelOperations models, String name) {
            Results.Model model = models.show(name);
            if (version == null) {
                show(model);
                return;
            }
            Results.Version found = model.versions().stream()
                    .filter(candidate -> candidate.version().equals(meant(model)))
                    .findFirst()
                    .orElseThrow(() -> new PakitException.NotFound("model " + name + " has no version "
                            + version + ", registered are "
                            + model.versions().stream()
                                    .map(Results.Version::version)
                                    .toList()));
            print(found, () -> describe(found));
        }

        /// The version that an alias stands for.
        private @Nullable String meant(Results.Model model) {
            if (Aliases.CHAMPION.equals(version)) {
                return model.live() == null ? null : model.live().version();
            }
            return Aliases.CHALLENGER.equals(version) ? model.challenger() : version;
        }

        private void describe(Results.Version found) {
            say("version   " + found.version());
            say("created   " + Figures.time(found.createdAt()));
            say("deployed  " + (found.deployedAt() == null ? "never" : Figures.time(found.deployedAt())));
            say("gate      " + found.validation());
            say("payload   sha256 " + found.payloadSha256());
            say("schema    " + found.schema());
            say("seed      " + found.seed());
            if (found.parent() != null) {
                say("parent    " + found.parent());
            }
            new TreeMap<>(found.data()).forEach((key, value) -> say("data      " + key + " = " + value));
            new TreeMap<>(found.metadata()).forEach((key, value) -> say("metadata  " + key + " = " + value));
            Table table = new Table("FIGURE", ">VALUE", ">LOW", ">HIGH");
            new TreeMap<>(found.metrics()).forEach((key, metric) -> table.row(figure(key, metric)));
            new TreeMap<>(found.baselines()).forEach((key, metric) -> table.row(figure(key, metric)));
            print(table);
            if (found.gate() != null) {
                print(ValidateVerb.table(found.gate()));
            }
        }

        private static String[] figure(String key, Metric metric) {
            return new String[] {
                key, "%.4f".formatted(metric.value()), "%.4f".formatted(metric.low()), "%.4f".formatted(metric.high())
            };
        }
    }

    @Command(
            name = "register",
            description = "Stores a version; it does not serve before 'models swap'.",
            footer = {
                "",
                "A model that is none of Pakit's own may be a bare ONNX file with one input and one output of floats,",
                "whose first dimension is the rows; the manifest is made of what the graph says. What Pakit's own kernels",
                "do not cover is computed by ONNX Runtime.",
                "",
                "Examples:",
                "  pakit models register compression_predictor 1.1.0 trained --meta git_commit=abc123",
                "  pakit models register fraud_score 1.0.0 fraud.onnx"
            })
    static final class Register extends OneModel {
        @Parameters(index = "1", paramLabel = "VERSION", description = "A semantic version, such as 1.1.0.")
        private String version = "";

        @Parameters(
                index = "2",
                paramLabel = "PATH",
                description = "A directory with model.json, as training writes it, or an ONNX file.")
        private Path path = Path.of("");

        @Option(names = "--meta", paramLabel = "KEY=VALUE", description = "Free metadata; may be repeated.")
        private Map<String, String> metadata = Map.of();

        @Override
        void work(ModelOperations models, String name) {
            show(models.register(name, version, path(path), metadata));
        }
    }

    @Command(
            name = "swap",
            description = "Makes a registered version live if it passes the gate; no request fails meanwhile.",
            footer = {
                "",
                "Examples:",
                "  pakit models swap compression_predictor 1.1.0 --reason 'less regret'",
                "  pakit models swap compression_predictor 1.1.0 --force --reason 'trial on the test store'"
            })
    static final class Swap extends OneModel {
        @Parameters(index = "1", paramLabel = "VERSION", description = "The version to go to.")
        private String version = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
        private @Nullable String reason;

        @Option(names = "--force", description = "Whatever the gate says; needs --reason.")
        private boolean force;

        @Override
        void work(ModelOperations models, String name) {
            show(models.swap(name, order()));
        }

        private SwapOrder order() {
            if (force) {
                return new SwapOrder(version, reason == null ? "" : reason, Gatekeeping.FORCED);
            }
            return new SwapOrder(version, reason == null ? "asked for on the command line" : reason);
        }
    }

    @Command(
            name = "rollback",
            description = "Goes back to the version that was live before.",
            footer = {"", "Examples:", "  pakit models rollback compression_predictor"})
    static final class Rollback extends OneModel {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
        private String reason = "asked for on the command line";

        @Override
        void work(ModelOperations models, String name) {
            show(models.rollback(name, reason));
        }
    }
}
