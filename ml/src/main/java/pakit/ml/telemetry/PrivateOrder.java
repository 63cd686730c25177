package pakit.ml.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.privacy.Noise;

/// Which figures are wanted for others to see: how many events of each kind there were in each stretch of time, or what
/// one of their numbers came to.
///
/// @param kinds all if none is named
/// @param since the first stretch begins at it or before
/// @param sum the number that is added up; null for counts
/// @param max what is more, counts as so much: one event moves a sum by no more
public record PrivateOrder(
        Set<EventKind> kinds,
        Instant since,
        Duration bucket,
        Noise noise,
        @Nullable String sum,
        long max) {
    public PrivateOrder {
        kinds = kinds.isEmpty() ? Set.of(EventKind.values()) : Set.copyOf(kinds);
        if (bucket.toSeconds() < 1) {
            throw new PakitException.Invalid("a stretch of time must be a second or more, found " + bucket);
        }
        if (sum != null) {
            requireColumn(kinds, sum, max);
        }
    }

    private static void requireColumn(Set<EventKind> kinds, String sum, long max) {
        for (EventKind kind : kinds) {
            boolean has = kind.columns().stream()
                    .anyMatch(column ->
                            column.name().equals(sum) && column.holds().isNumber() && !column.isHash());
            if (!has) {
                throw new PakitException.Invalid(kind.label() + " has no number '" + sum + "'");
            }
        }
        if (max < 1) {
            throw new PakitException.Invalid("a sum needs a number that no event adds more than, found " + max);
        }
    }

    /// By how much one event moves one figure at most.
    long sensitivity() {
        return sum == null ? 1 : max;
    }
}
