package pakit.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import pakit.node.NodeJson;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program `pakit`.
public final class Main {
    static final String DEBUG = "PAKIT_DEBUG";

    private static final int HELP_COLUMNS = 110;

    private Main() {}

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT); // figures read the same everywhere
        System.exit(run(Terminal.ofThisProcess(), args));
    }

    /// Runs one command.
    ///
    /// @return the exit status
    static int run(Terminal terminal, String... args) {
        boolean json = List.of(args).contains("--json");
        CommandLine program = PakitCommand.program(terminal, List.of(args))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(HELP_COLUMNS)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler((failure, words) -> misused(terminal, failure, json))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(terminal, failure, json));
        try {
            return program.execute(args);
        } catch (Error e) {
            return failed(terminal, e, json);
        }
    }

    private static int misused(Terminal terminal, ParameterException failure, boolean json) {
        int status = report(terminal, new Failure(ExitCode.USAGE, String.valueOf(failure.getMessage())), json);
        CommandLine command = failure.getCommandLine();
        UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        terminal.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return status;
    }

    private static int failed(Terminal terminal, Throwable failure, boolean json) {
        if (terminal.environment().containsKey(DEBUG)) {
            failure.printStackTrace(terminal.err());
        }
        return report(terminal, Failure.of(failure), json);
    }

    private static int report(Terminal terminal, Failure failure, boolean json) {
        terminal.err().println("pakit: " + failure.message());
        if (json) {
            FailureJson document =
                    new FailureJson(new FailureJson.Error(failure.code().label(), failure.message()));
            terminal.out().println(new String(NodeJson.write(document), StandardCharsets.UTF_8));
        }
        return failure.code().status();
    }

    /// What `--json` prints instead of an answer.
    private record FailureJson(Error error) {
        private record Error(String kind, String message) {}
    }
}
