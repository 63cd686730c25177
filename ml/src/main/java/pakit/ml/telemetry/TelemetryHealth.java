package pakit.ml.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.ml.alerts.AlertKey;
import pakit.ml.alerts.AlertSource;
import pakit.ml.alerts.Finding;

/// What is wrong with the keeping of events: the alert `telemetry` is open while they cannot be written, and
/// `telemetry_aside` for a quarter of an hour after a file was set aside. Two, because the one may well follow the
/// other, and an open alert keeps the words that it was opened with. Thread-safe.
final class TelemetryHealth implements AlertSource {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryHealth.class);
    private static final AlertKey WRITING = new AlertKey("", "telemetry");
    private static final AlertKey ASIDE = new AlertKey("", "telemetry_aside");
    private static final Duration ASIDE_TOLD = Duration.ofMinutes(15);

    private final InstantSource clock;
    private volatile @Nullable String trouble;
    private volatile @Nullable Aside aside;

    private record Aside(String what, Instant at) {}

    TelemetryHealth(InstantSource clock) {
        this.clock = clock;
    }

    void wrote() {
        trouble = null;
    }

    /// Said in the log once, until writing works again.
    void cannotWrite(String why) {
        if (trouble == null) {
            LOG.warn("telemetry cannot be written, events are dropped until it can: {}", why);
        }
        trouble = why;
    }

    void setAside(String what) {
        aside = new Aside(what, clock.instant());
    }

    @Override
    public List<Finding> look() {
        return List.of(writing(), setAside());
    }

    private Finding writing() {
        String now = trouble;
        return now == null
                ? new Finding.Well(WRITING)
                : new Finding.Wrong(WRITING, "Telemetry cannot be written, events are dropped: " + now);
    }

    private Finding setAside() {
        Aside last = aside;
        boolean isFresh =
                last != null && Duration.between(last.at, clock.instant()).abs().compareTo(ASIDE_TOLD) < 0;
        return last != null && isFresh
                ? new Finding.Wrong(ASIDE, Character.toUpperCase(last.what.charAt(0)) + last.what.substring(1))
                : new Finding.Well(ASIDE);
    }
}
