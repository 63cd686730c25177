package pakit.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/// What is logged, and where to: warnings, a line each, on standard error; everything else speaks by its result. Made
/// here and not read from a file, because reading XML takes longer than all of a short verb's work. A file that the
/// system property `logback.configurationFile` names goes before.
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String FILE = "logback.configurationFile";

    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        if (System.getProperty(FILE) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        ch.qos.logback.classic.Logger all = logs.getLogger(Logger.ROOT_LOGGER_NAME);
        all.setLevel(Level.WARN);
        all.addAppender(toStandardError(logs));
        logs.getLogger("pakit").setLevel(Level.WARN);
        logs.getLogger("ai.djl").setLevel(Level.ERROR);
        logs.getLogger("io.netty.bootstrap").setLevel(Level.ERROR); // warns of who connects while the port closes
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> toStandardError(LoggerContext logs) {
        LogLine line = new LogLine();
        line.setContext(logs);
        line.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(logs);
        encoder.setLayout(line);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(logs);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    /// Lets what a server's operator wants to see be logged too.
    static void info(Logger logger) {
        if (logger instanceof ch.qos.logback.classic.Logger known) {
            known.setLevel(Level.INFO);
        }
    }
}
