package pakit.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/// What surrounds one run of the program: its streams, its environment, its directory.
///
/// @param in standard input
/// @param progress whether standard error is a terminal that a progress bar may draw on
record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean progress,
        Map<String, String> environment,
        Path directory) {
    /// The launcher looks at standard error itself, because the JVM cannot.
    private static final String STDERR_IS_TERMINAL = "PAKIT_STDERR_TTY";

    static Terminal ofThisProcess() {
        return new Terminal(
                System.in,
                System.out,
                System.err,
                "1".equals(System.getenv(STDERR_IS_TERMINAL)),
                System.getenv(),
                Path.of("").toAbsolutePath());
    }

    /// Where a progress bar draws: nowhere unless somebody watches.
    PrintStream watched() {
        return progress ? err : new PrintStream(OutputStream.nullOutputStream());
    }
}
