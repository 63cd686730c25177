package pakit.ml.serving;

import java.time.Duration;

/// How models are watched.
///
/// @param thresholds until others are set at run time
/// @param window what alerts look at
/// @param callsMin so many calls must be in the window before an error rate raises an alert, and so many timed ones
///     before a latency does
/// @param every how often alerts are evaluated
public record MonitorSettings(Thresholds thresholds, Duration window, int callsMin, Duration every) {
    /// The last minute, at least 20 calls, every 5 s.
    public static final MonitorSettings DEFAULT =
            new MonitorSettings(Thresholds.DEFAULT, Duration.ofMinutes(1), 20, Duration.ofSeconds(5));

    public MonitorSettings {
        if (window.toMillis() < SlidingWindow.PARTS || callsMin < 1 || !every.isPositive()) {
            throw new IllegalArgumentException("need a window of at least " + SlidingWindow.PARTS
                    + " ms, callsMin >= 1 and every > 0, found " + window + ", " + callsMin + ", " + every);
        }
    }
}
