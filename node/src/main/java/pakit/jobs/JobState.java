package pakit.jobs;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How far a job has come.
///
/// ```
/// QUEUED ─► TRAINING ─► VALIDATING ─► SHADOWING ─► RAMPING ─► PROMOTED
///    └─────────┴────────────┴─────────────┴───────────┴─────► REJECTED, FAILED or CANCELLED
/// ```
public enum JobState {
    /// Waits for its turn.
    QUEUED,
    /// Another process trains.
    TRAINING,
    /// The version is registered; the gate and the estimate have their say.
    VALIDATING,
    /// The version is asked beside the traffic.
    SHADOWING,
    /// An experiment gives it a growing share of the traffic.
    RAMPING,
    /// It is live.
    PROMOTED,
    /// It was found not good enough; the version and its reports are kept.
    REJECTED,
    /// It could not be made or tried.
    FAILED,
    /// Somebody ended it.
    CANCELLED;

    public boolean isOver() {
        return compareTo(PROMOTED) >= 0;
    }

    /// As in `training`.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
