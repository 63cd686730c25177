package pakit.cli;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import pakit.metrics.Build;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The program's top: its verbs.
@Command(
        name = "pakit",
        description = "A content-addressed block store that tunes itself with models, and the server of those models.",
        versionProvider = PakitCommand.Version.class,
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
    /// In the order in which help lists them.
    private static final List<Map.Entry<String, Class<?>>> VERBS = List.of(
            entry("serve", ServeVerb.class),
            entry("put", PutVerb.class),
            entry("get", GetVerb.class),
            entry("ls", ListVerb.class),
            entry("cat", CatVerb.class),
            entry("backup", BackupVerb.class),
            entry("diff", DiffVerb.class),
            entry("export", ExportVerb.class),
            entry("import", ImportVerb.class),
            entry("stat", StatVerb.class),
            entry("rm", RemoveVerb.class),
            entry("gc", CollectVerb.class),
            entry("verify", VerifyVerb.class),
            entry("stats", StatsVerb.class),
            entry("train", TrainVerb.class),
            entry("evaluate", EvaluateVerb.class),
            entry("models", ModelsCommand.class),
            entry("experiment", ExperimentCommand.class),
            entry("health", HealthVerb.class),
            entry("alerts", AlertsVerb.class),
            entry("metrics", MetricsVerb.class),
            entry("telemetry", TelemetryCommand.class),
            entry("jobs", JobsCommand.class),
            entry("load-test", LoadTestVerb.class),
            entry("preflight", PreflightVerb.class),
            entry("token", TokenCommand.class));

    private final Terminal terminal;

    PakitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The program with all its verbs.
    static CommandLine program(Terminal terminal) {
        return with(VERBS, terminal);
    }

    /// The program as far as `words` need it. No other verb can follow the one that they begin with, and to tell
    /// picocli of all takes a third of the time of a short run.
    static CommandLine program(Terminal terminal, List<String> words) {
        List<Map.Entry<String, Class<?>>> named = VERBS.stream()
                .filter(verb -> !words.isEmpty() && verb.getKey().equals(words.getFirst()))
                .toList();
        return with(named.isEmpty() ? VERBS : named, terminal);
    }

    private static CommandLine with(List<Map.Entry<String, Class<?>>> verbs, Terminal terminal) {
        CommandLine program = new CommandLine(new PakitCommand(terminal));
        verbs.forEach(verb -> program.addSubcommand(verb.getKey(), verb.getValue()));
        return program;
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
