package pakit.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;

/// Closes connections on which no request has been running for too long. A running request is not idle however long it
/// takes: its own reading and writing have their own limits. Belongs to one event loop.
final class IdleConnections {
    private final long idleNanosMax;
    private final LongSupplier nanoTime;
    private final Map<HttpConnection, Activity> open = new HashMap<>();

    private static final class Activity {
        private int running;
        private long lastNanos;
    }

    IdleConnections(long idleNanosMax, LongSupplier nanoTime) {
        this.idleNanosMax = idleNanosMax;
        this.nanoTime = nanoTime;
    }

    void opened(HttpConnection connection) {
        Activity activity = new Activity();
        activity.lastNanos = nanoTime.getAsLong();
        open.put(connection, activity);
        connection.closeHandler(nothing -> open.remove(connection));
    }

    void began(HttpServerRequest request) {
        Activity activity = open.get(request.connection());
        if (activity != null) {
            activity.running++;
            request.response().endHandler(nothing -> ended(activity));
        }
    }

    private void ended(Activity activity) {
        activity.running--;
        activity.lastNanos = nanoTime.getAsLong();
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
}
