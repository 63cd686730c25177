package pakit.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What goes on on one event loop of the port, to which it belongs: connections, a bounded number of them on all loops
/// together, and running requests. A connection on which no request has been running for too long is closed. A running
/// request is not idle however long it takes: its own reading and writing have their own limits.
final class Traffic {
    private final Places connections;
    private final @Nullable Audit log;
    private final long idleNanosMax;
    private final LongSupplier nanoTime;
    private final Map<HttpConnection, Activity> open = new HashMap<>();
    private int running;
    private @Nullable Promise<Void> whenQuiet;

    /// @param connections shared by all event loops
    /// @param log null if nobody wants to know
    Traffic(Places connections, @Nullable Audit log, long idleNanosMax, LongSupplier nanoTime) {
        this.log = log;
        this.connections = connections;
        this.idleNanosMax = idleNanosMax;
        this.nanoTime = nanoTime;
    }

    private static final class Activity {
        private int running;
        private long lastNanos;
    }

    /// Lets a connection in, or closes it at once if there are too many.
    void opened(HttpConnection connection) {
        Places.Place place;
        try {
            place = connections.take();
        } catch (HttpFailure tooMany) {
            connection.close();
            return;
        }
        Activity activity = new Activity();
        activity.lastNanos = nanoTime.getAsLong();
        open.put(connection, activity);
        connection.closeHandler(nothing -> {
            place.close();
            open.remove(connection);
        });
    }

    void began(HttpServerRequest request) {
        Running running = new Running(open.get(request.connection()));
        Audit audit = log;
        request.response().endHandler(audit == null ? running : audit.of(request, running));
    }

    /// Ends when no request is running. Call it on the event loop.
    Future<Void> quiet() {
        Promise<Void> quiet = Promise.promise();
        if (running == 0) {
            quiet.complete();
        } else {
            whenQuiet = quiet;
        }
        return quiet.future();
    }

    void closeIdle() {
        long now = nanoTime.getAsLong();
        for (Iterator<Map.Entry<HttpConnection, Activity>> all = open.entrySet().iterator(); all.hasNext(); ) {
            var entry = all.next();
            Activity activity = entry.getValue();
            if (activity.running == 0 && now - activity.lastNanos > idleNanosMax) {
                all.remove();
                entry.getKey().close();
            }
        }
    }

    /// One running request; told when its answer has ended or its connection is gone.
    private final class Running implements Handler<Void> {
        private final @Nullable Activity activity;

        Running(@Nullable Activity activity) {
            this.activity = activity;
            running++;
            if (activity != null) {
                activity.running++;
            }
        }

        @Override
        public void handle(Void nothing) {
            running--;
            if (activity != null) {
                activity.running--;
                activity.lastNanos = nanoTime.getAsLong();
            }
            Promise<Void> waiting = whenQuiet;
            if (running == 0 && waiting != null) {
                whenQuiet = null;
                waiting.complete();
            }
        }
    }
}
