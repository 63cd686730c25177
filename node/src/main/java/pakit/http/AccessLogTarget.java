package pakit.http;

import java.io.PrintStream;
import java.nio.file.Path;

/// Where the access log goes.
public sealed interface AccessLogTarget {
    /// Appended to a file, which may be renamed away at any time.
    record ToFile(Path file) implements AccessLogTarget {}

    /// A stream that stays open, such as standard output.
    record ToStream(PrintStream out) implements AccessLogTarget {}
}
