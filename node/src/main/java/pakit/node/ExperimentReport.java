package pakit.node;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// What came of serving one user once, outside of this node.
///
/// @param success null if only an impression is told
/// @param latencyMs null if only an impression is told
/// @param metrics further ones by name
public record ExperimentReport(
        @Nullable String user,
        @Nullable Boolean success,
        @JsonAlias("latency_ms") @Nullable Double latencyMs,
        @Nullable Map<String, Double> metrics) {
    public ExperimentReport {
        if (user == null) {
            throw new PakitException.Invalid("the report has no 'user'");
        }
        if ((success == null) != (latencyMs == null)) {
            throw new PakitException.Invalid("'success' and 'latencyMs' come together or not at all");
        }
        if (metrics != null && metrics.values().stream().anyMatch(Objects::isNull)) {
            throw new PakitException.Invalid("a metric must be a number, found " + metrics);
        }
    }
}
