package pakit.ml.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.database.PakitDatabase;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// Raises and resolves alerts, keeps them in the database, and tells whoever wants to know. Thread-safe.
///
/// There are two doors. What lasts has an [AlertSource], which [#evaluate] asks: an alert is raised when something is
/// wrong, and resolved when it has been well for a while; one of a model and kind is open at a time, over restarts too.
/// What only happens is told by [#note]. Both go on when the database cannot be written: alerts are told to listeners
/// and written later.
public final class AlertBook implements MetricSource {
    /// Alerts kept in the database; about 300 bytes each. The oldest resolved ones go first.
    public static final int ROWS_MAX = 10_000;

    /// How long something must be well before its alert is resolved.
    public static final Duration RESOLVE_AFTER = Duration.ofSeconds(30);

    static final int UNSAVED_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(AlertBook.class);
    private static final String DATABASE = "database";

    private final PakitDatabase database;
    private final AlertTable table;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final OpenAlerts open;
    private final List<AlertSource> sources = new CopyOnWriteArrayList<>();
    private final List<Consumer<Alert>> listeners = new CopyOnWriteArrayList<>();
    private final Map<AlertKey, Long> raised = new TreeMap<>();
    private final Map<String, Alert> unsaved = new LinkedHashMap<>();
    private boolean adopted;
    private boolean saving = true;

    public AlertBook(PakitDatabase database) {
        this(database, RESOLVE_AFTER, InstantSource.system(), System::nanoTime);
    }

    /// @param resolveAfter how long something must be well before its alert is resolved
    /// @param clock for the times of alerts
    /// @param nanoTime for how long something is well
    public AlertBook(PakitDatabase database, Duration resolveAfter, InstantSource clock, LongSupplier nanoTime) {
        this.database = database;
        this.table = new AlertTable(database, ROWS_MAX);
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.open = new OpenAlerts(resolveAfter.toNanos());
    }

    /// Adds a source to those that are asked.
    public void watch(AlertSource source) {
        sources.add(source);
    }

    /// Tells `listener` of every alert that is raised, and again when it is resolved; it must not wait.
    public void tell(Consumer<Alert> listener) {
        listeners.add(listener);
    }

    /// Asks all sources, and raises and resolves what follows from their answers.
    public void evaluate() {
        database.takeLoss().ifPresent(loss -> note(new AlertKey("", DATABASE), loss));
        List<Finding> findings = new ArrayList<>();
        boolean whole = true;
        for (AlertSource source : sources) {
            whole &= look(source, findings);
        }
        List<Alert> changed;
        synchronized (this) {
            adoptOpen();
            if (whole) { // else a source that failed would resolve its alerts
                findings.addAll(open.unmentioned(findings));
            }
            changed = taken(findings);
            saveAgain();
        }
        changed.forEach(this::announce);
    }

    /// Records something that happened, and is over.
    public Alert note(AlertKey key, String message) {
        Instant now = clock.instant();
        Alert alert = new Alert(UUID.randomUUID().toString(), now, key.model(), key.kind(), message, now);
        synchronized (this) {
            raised.merge(key, 1L, Long::sum);
            save(alert);
        }
        announce(alert);
        return alert;
    }

    /// The newest `limit` alerts, newest first.
    ///
    /// @throws PakitException.Invalid if `limit` is negative
    /// @throws PakitException.Unavailable if the database cannot be read
    public List<Alert> alerts(int limit) {
        requireLimit(limit);
        return table.newest(limit);
    }

    /// As [#alerts], of those that are open.
    public List<Alert> openAlerts(int limit) {
        requireLimit(limit);
        return table.open(limit);
    }

    /// How many alerts are open, as far as the last evaluation saw.
    public synchronized int openCount() {
        return open.all().size();
    }

    @Override
    public void writeTo(PrometheusText text) {
        List<Finding> findings = new ArrayList<>();
        sources.forEach(source -> look(source, findings));
        TreeSet<AlertKey> known = new TreeSet<>();
        findings.forEach(finding -> known.add(finding.key()));
        synchronized (this) {
            known.addAll(open.keys());
            known.addAll(raised.keySet());
            text.family("pakit_alerts_open", "gauge", "1 while an alert of this model and kind is open.");
            known.forEach(key -> text.sample(
                    "pakit_alerts_open", open.keys().contains(key) ? 1 : 0, "model", key.model(), "kind", key.kind()));
            text.family("pakit_alerts_raised_total", "counter", "Alerts raised since the start of the node.");
            known.forEach(key -> text.sample(
                    "pakit_alerts_raised_total",
                    raised.getOrDefault(key, 0L),
                    "model",
                    key.model(),
                    "kind",
                    key.kind()));
        }
    }

    /// The one broad catch: what goes wrong in one source must not silence the others.
    private static boolean look(AlertSource source, List<Finding> findings) {
        try {
            findings.addAll(source.look());
            return true;
        } catch (RuntimeException e) {
            LOG.warn("a source of alerts failed, its alerts stay as they are", e);
            return false;
        }
    }

    private List<Alert> taken(List<Finding> findings) {
        Instant now = clock.instant();
        long nanos = nanoTime.getAsLong();
        List<Alert> changed = new ArrayList<>();
        for (Finding finding : findings) {
            open.take(finding, now, nanos).ifPresent(changed::add);
        }
        for (Alert alert : changed) {
            if (alert.isOpen()) {
                raised.merge(alert.key(), 1L, Long::sum);
            }
            save(alert);
        }
        return changed;
    }

    /// Takes over what an earlier process left open, as soon as the database can be read.
    private void adoptOpen() {
        if (adopted) {
            return;
        }
        try {
            for (Alert alert : table.open(ROWS_MAX)) {
                if (!open.adopt(alert)) {
                    save(alert.resolved(clock.instant())); // raised anew while the database could not be read
                }
            }
            adopted = true;
        } catch (PakitException e) {
            cannotSave(e);
        }
    }

    private void save(Alert alert) {
        try {
            table.save(alert);
            saving = true;
        } catch (PakitException e) {
            unsaved.put(alert.id(), alert);
            if (unsaved.size() > UNSAVED_MAX) {
                unsaved.remove(unsaved.keySet().iterator().next());
            }
            cannotSave(e);
        }
    }

    private void saveAgain() {
        for (Alert alert : List.copyOf(unsaved.values())) {
            unsaved.remove(alert.id());
            save(alert);
            if (!saving) {
                return;
            }
        }
    }

    private void cannotSave(PakitException e) {
        if (saving) {
            LOG.warn("alerts are kept in memory until they can be written: {}", e.getMessage());
        }
        saving = false;
    }

    private void announce(Alert alert) {
        if (alert.isOpen()) {
            LOG.warn("Alert: {}", alert.line());
        } else if (alert.timestamp().equals(alert.resolvedAt())) {
            LOG.warn("Alert, noted: {}", alert.line());
        } else {
            LOG.info("Alert resolved: {}", alert.line());
        }
        listeners.forEach(listener -> listener.accept(alert));
    }

    private static void requireLimit(int limit) {
        if (limit < 0) {
            throw new PakitException.Invalid("limit must not be negative, found " + limit);
        }
    }
}
