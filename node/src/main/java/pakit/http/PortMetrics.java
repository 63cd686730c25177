package pakit.http;

import java.util.Optional;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// What the port is busy with, and what it could not tell.
final class PortMetrics implements MetricSource {
    private final Places connections;
    private final Optional<AccessLog> log;

    PortMetrics(Places connections, Optional<AccessLog> log) {
        this.connections = connections;
        this.log = log;
    }

    @Override
    public void writeTo(PrometheusText text) {
        text.family("pakit_http_connections", "gauge", "Connections that are open.");
        text.sample("pakit_http_connections", connections.taken());
        text.family("pakit_http_connections_refused_total", "counter", "Connections closed because of too many.");
        text.sample("pakit_http_connections_refused_total", connections.refused());
        text.family("pakit_http_access_log_dropped_total", "counter", "Lines that the access log lacks.");
        text.sample(
                "pakit_http_access_log_dropped_total",
                log.map(AccessLog::dropped).orElse(0L));
    }
}
