package pakit.ml.alerts;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The alerts that are open, at most one of a key: how findings raise and resolve them. Belongs to its [AlertBook].
///
/// ```
///                  Wrong                       Well
///   (none) ----------------------> raised ------------> well since then
///      ^                             ^  |  Unclear        |     |
///      |                             |  +--> raised       |     |
///      |                             +---Wrong, Unclear---+     |
///      +----------------Well, resolveAfter later----------------+
/// ```
final class OpenAlerts {
    private final Map<AlertKey, Open> open = new TreeMap<>();
    private final long resolveAfterNanos;

    OpenAlerts(long resolveAfterNanos) {
        this.resolveAfterNanos = resolveAfterNanos;
    }

    /// @param wellSinceNanos null while it is not well
    private record Open(Alert alert, @Nullable Long wellSinceNanos) {}

    List<Alert> all() {
        return open.values().stream().map(Open::alert).toList();
    }

    Set<AlertKey> keys() {
        return Set.copyOf(open.keySet());
    }

    /// Takes over an alert that an earlier process left open.
    ///
    /// @return whether none of its key was open
    boolean adopt(Alert alert) {
        return open.putIfAbsent(alert.key(), new Open(alert, null)) == null;
    }

    /// @return the alert that is raised or resolved by it
    Optional<Alert> take(Finding finding, Instant now, long nanos) {
        Open current = open.get(finding.key());
        return current == null ? whileNoneIsOpen(finding, now) : whileOpen(current, finding, now, nanos);
    }

    private Optional<Alert> whileNoneIsOpen(Finding finding, Instant now) {
        return switch (finding) {
            case Finding.Wrong wrong -> Optional.of(raise(wrong, now));
            case Finding.Unclear unclear -> Optional.empty();
            case Finding.Well well -> Optional.empty();
        };
    }

    private Optional<Alert> whileOpen(Open current, Finding finding, Instant now, long nanos) {
        return switch (finding) {
            case Finding.Wrong wrong -> notWell(wrong.key(), current);
            case Finding.Unclear unclear -> notWell(unclear.key(), current);
            case Finding.Well well -> well(current, now, nanos);
        };
    }

    /// Those that none of `findings` mentions.
    List<Finding> unmentioned(Collection<Finding> findings) {
        Set<AlertKey> mentioned = findings.stream().map(Finding::key).collect(Collectors.toSet());
        return open.keySet().stream()
                .filter(key -> !mentioned.contains(key))
                .map(key -> (Finding) new Finding.Well(key))
                .toList();
    }

    private Alert raise(Finding.Wrong wrong, Instant now) {
        AlertKey key = wrong.key();
        Alert alert = new Alert(UUID.randomUUID().toString(), now, key.model(), key.kind(), wrong.message(), null);
        open.put(key, new Open(alert, null));
        return alert;
    }

    private Optional<Alert> well(Open current, Instant now, long nanos) {
        AlertKey key = current.alert().key();
        Long since = current.wellSinceNanos();
        if (since == null) {
            open.put(key, new Open(current.alert(), nanos));
            return Optional.empty();
        }
        if (nanos - since < resolveAfterNanos) {
            return Optional.empty();
        }
        open.remove(key);
        return Optional.of(current.alert().resolved(now));
    }

    private Optional<Alert> notWell(AlertKey key, Open current) {
        open.put(key, new Open(current.alert(), null));
        return Optional.empty();
    }
}
