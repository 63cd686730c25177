package pakit.ml.serving;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pakit.ml.alerts.AlertBook;
import pakit.ml.alerts.Alerting;
import pakit.ml.alerts.Watch;
import pakit.ml.database.SettingsTable;

/// What watches over a server while it runs: since when it runs, and the evaluation of its alerts. Thread-safe.
final class Watching implements AutoCloseable {
    private final MonitorSettings settings;
    private final Alerting alerting;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private volatile @Nullable Run run;

    Watching(Monitoring monitoring, InstantSource clock, LongSupplier nanoTime) {
        this.settings = monitoring.settings();
        this.alerting = monitoring.alerting();
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /// @param startedAt null if the server is stopped
    record Uptime(@Nullable Instant startedAt, long seconds) {}

    private record Run(Instant startedAt, long begun, Watch watch) {}

    ModelMonitor monitor(Function<String, Optional<String>> liveVersion, Function<String, String> breakerState) {
        SettingsTable kept = new SettingsTable(alerting.database());
        return new ModelMonitor(nanoTime, settings, kept, alerting.book(), liveVersion, breakerState);
    }

    /// What alerts are raised on.
    void over(ModelMonitor monitor, Supplier<HealthReport> health) {
        alerting.book().watch(new FigureAlerts(monitor, settings.callsMin()));
        alerting.book().watch(new HealthAlerts(health));
    }

    synchronized void start() {
        if (run == null) {
            Watch watch = Watch.start("alerts", alerting.book()::evaluate, settings.every());
            run = new Run(clock.instant(), nanoTime.getAsLong(), watch);
        }
    }

    synchronized void stop() {
        Run ended = run;
        run = null;
        if (ended != null) {
            ended.watch().close();
        }
    }

    Uptime uptime() {
        Run current = run;
        return current == null
                ? new Uptime(null, 0)
                : new Uptime(
                        current.startedAt(), TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - current.begun()));
    }

    AlertBook alerts() {
        return alerting.book();
    }

    @Override
    public void close() {
        stop();
        alerting.close();
    }
}
