package pakit.cli;

import pakit.metrics.Build;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The program's top: its verbs.
@Command(
        name = "pakit",
        description = "A content-addressed block store that tunes itself with models, and the server of those models.",
        versionProvider = PakitCommand.Version.class,
        subcommands = {
            ServeVerb.class,
            PutVerb.class,
            GetVerb.class,
            ListVerb.class,
            CatVerb.class,
            BackupVerb.class,
            DiffVerb.class,
            ExportVerb.class,
            ImportVerb.class,
            StatVerb.class,
            RemoveVerb.class,
            CollectVerb.class,
            VerifyVerb.class,
            StatsVerb.class,
            TrainVerb.class,
            EvaluateVerb.class,
            ModelsCommand.class,
            ExperimentCommand.class,
            HealthVerb.class,
            AlertsVerb.class,
            MetricsVerb.class,
            TelemetryCommand.class,
            LoadTestVerb.class,
            PreflightVerb.class,
            TokenCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 the check said no or some inputs failed, 2 usage, 3 not found, 4 corrupt,",
            "5 unavailable or the home is held by another process.",
            "",
            "Examples:",
            "  pakit put photos --name photos     stores a directory",
            "  pakit ls                           what is stored",
            "  pakit get photos -o restored       writes it back",
            "  pakit serve                        opens the port"
        })
final class PakitCommand extends VerbGroup {
    private final Terminal terminal;

    PakitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    /// What was built.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Build build = Build.ofThisProcess();
            return new String[] {
                "pakit " + build.version() + (build.commit().isEmpty() ? "" : " (" + build.commit() + ")"),
                "Java " + Runtime.version() + ", picocli " + CommandLine.VERSION
            };
        }
    }
}
