package pakit.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One retraining of a model. Immutable; each step makes a new one.
///
/// @param id the time at which it began
/// @param reason why it was begun, in words
/// @param automatic whether nobody asked for it
/// @param version what it registered, or null before that
/// @param since when it came into its state
/// @param history what happened, oldest first
public record Job(
        String id,
        String model,
        String reason,
        boolean automatic,
        JobState state,
        @Nullable String version,
        Instant createdAt,
        Instant since,
        List<Line> history) {
    /// @param what in words
    public record Line(Instant at, String what) {}

    public Job {
        history = List.copyOf(history);
    }

    static Job queued(String id, String model, String reason, boolean automatic, Instant now) {
        return new Job(
                id,
                model,
                reason,
                automatic,
                JobState.QUEUED,
                null,
                now,
                now,
                List.of(new Line(now, "begun: " + reason)));
    }

    Job to(JobState next, Instant now, String what) {
        return new Job(id, model, reason, automatic, next, version, createdAt, now, and(new Line(now, what)));
    }

    Job registered(String registered) {
        return new Job(id, model, reason, automatic, state, registered, createdAt, since, history);
    }

    /// The version, once there is one.
    String requireVersion() {
        if (version == null) {
            throw new IllegalStateException("job " + id + " is " + state + " and has no version");
        }
        return version;
    }

    /// The name of its experiment.
    String experiment() {
        return "retraining-" + id;
    }

    private List<Line> and(Line line) {
        List<Line> all = new ArrayList<>(history);
        all.add(line);
        return all;
    }
}
