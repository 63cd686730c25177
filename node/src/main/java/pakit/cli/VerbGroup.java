package pakit.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Verbs under one word. The word alone is a usage error, which prints them.
@Command(mixinStandardHelpOptions = true, synopsisSubcommandLabel = "VERB")
abstract class VerbGroup implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public final void run() {
        throw new ParameterException(spec.commandLine(), "missing verb");
    }
}
