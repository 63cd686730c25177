package pakit.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;

/// As in `WARN: what happened`. A failure follows in a line of its own, with the place where it was thrown; so does
/// each of its causes.
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final int CAUSES_MAX = 16;

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(128);
        text.append(event.getLevel())
                .append(": ")
                .append(event.getFormattedMessage())
                .append('\n');
        IThrowableProxy failure = event.getThrowableProxy();
        for (int causes = 0; failure != null && causes <= CAUSES_MAX; causes++) {
            text.append(causes == 0 ? "" : "Caused by: ").append(failure.getClassName());
            text.append(failure.getMessage() == null ? "" : ": " + failure.getMessage())
                    .append('\n');
            StackTraceElementProxy[] places = failure.getStackTraceElementProxyArray();
            if (places != null && places.length > 0) {
                text.append('\t').append(places[0].getSTEAsString()).append('\n');
            }
            failure = failure.getCause();
        }
        return text.toString();
    }
}
