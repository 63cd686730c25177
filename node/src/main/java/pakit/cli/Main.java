package pakit.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import pakit.error.PakitException;
import pakit.node.NodeJson;
import picocli.CommandLine;

/// The program `pakit`.
public final class Main {
    private static final String DEBUG = "PAKIT_DEBUG";

    private Main() {}

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT); // figures read the same everywhere
        System.exit(run(Terminal.ofThisProcess(), args));
    }

    /// Runs one command.
    ///
    /// @return the exit status
    static int run(Terminal terminal, String... args) {
        CommandLine program = new CommandLine(new PakitCommand(terminal))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(terminal, command, failure));
        return program.execute(args);
    }

    private static int failed(Terminal terminal, CommandLine command, Exception failure) {
        ExitCode code = failure instanceof PakitException known ? ExitCode.of(known) : ExitCode.DEFECT;
        String message = failure instanceof PakitException
                ? String.valueOf(failure.getMessage())
                : "this is a defect of Pakit: " + failure + " (set " + DEBUG + "=1 for where it happened)";
        terminal.err().println("pakit: " + message);
        if (terminal.environment().containsKey(DEBUG)) {
            failure.printStackTrace(terminal.err());
        }
        if (command.getCommand() instanceof Verb verb && verb.json()) {
            Map<String, String> error = Map.of("kind", code.label(), "message", message);
            terminal.out().println(new String(NodeJson.write(Map.of("error", error)), StandardCharsets.UTF_8));
        }
        return code.status();
    }
}
