package pakit.http;

import java.util.Locale;
import pakit.access.Access;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// How many requests were refused, by why; nothing where nobody is asked for credentials.
final class AccessMetrics implements MetricSource {
    private static final String REFUSED = "pakit_access_refused_total";

    private final Access access;

    AccessMetrics(Access access) {
        this.access = access;
    }

    @Override
    public void writeTo(PrometheusText text) {
        if (access.isOpen()) {
            return;
        }
        text.family(REFUSED, "counter", "Requests refused for their credentials: missing, wrong, or of a lesser role.");
        for (Access.Refusal why : Access.Refusal.values()) {
            text.sample(REFUSED, access.refused(why), "reason", why.name().toLowerCase(Locale.ROOT));
        }
    }
}
