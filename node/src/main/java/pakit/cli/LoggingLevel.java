package pakit.cli;

import ch.qos.logback.classic.Level;
import org.slf4j.Logger;

/// How much is logged. `logback.xml` sets what most verbs want: warnings.
final class LoggingLevel {
    private LoggingLevel() {}

    /// What a server's operator wants to see.
    static void info(Logger logger) {
        if (logger instanceof ch.qos.logback.classic.Logger known) {
            known.setLevel(Level.INFO);
        }
    }
}
