package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLineTest {
    private final LoggerContext logs = new LoggerContext();

    private ILoggingEvent event(@Nullable Throwable failure) {
        Logger logger = logs.getLogger("pakit.x");
        return new LoggingEvent("x", logger, Level.WARN, "disk {} is full", failure, new Object[] {"sda"});
    }

    @Test
    void aLineSaysHowBadItIsAndWhat() {
        assertThat(new LogLine().doLayout(event(null))).isEqualTo("WARN: disk sda is full\n");
    }

    @Test
    void failuresFollowWithTheirPlaceAndTheirCauses() {
        Throwable failure = new IllegalStateException("no", new IOException());
        assertThat(new LogLine().doLayout(event(failure)).split("\n"))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("WARN: disk sda is full"),
                        second -> assertThat(second).isEqualTo("java.lang.IllegalStateException: no"),
                        place -> assertThat(place).startsWith("\tat ").contains("LogLineTest.java"),
                        cause -> assertThat(cause).isEqualTo("Caused by: java.io.IOException"),
                        place -> assertThat(place).startsWith("\tat "));
    }

    @Test
    void aFileThatIsNamedGoesBefore() {
        // these tests name one
        assertThat(new Logging().configure(logs)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(logs.getLogger("pakit").getLevel()).isNull();
    }
}
