package pakit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import picocli.CommandLine.Option;

/// The option by which a process ends with the one that started it, however that dies: the system closes what it
/// held open, and that is this one's standard input.
final class GivenEnd {
    @Option(
            names = "--until-eof",
            description = "End when standard input does: for a program that starts this one, and may die before it.")
    private boolean isUntilEof;

    /// Ends this process at the end of `input`, if that was asked for.
    void watch(InputStream input) {
        if (isUntilEof) {
            Thread.ofPlatform().daemon().name("pakit-input").start(() -> await(input));
        }
    }

    /// Halts without a farewell: nobody is there to hear it, and what is half written is made anew by the next.
    private static void await(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // as good as its end
        }
        Runtime.getRuntime().halt(ExitCode.UNAVAILABLE.status());
    }
}
