package pakit.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What operations on experiments answer: the JSON of `--json` and of the HTTP port. Results are in snake_case, as the
/// guide has them. What is null is not known yet.
public final class Experiments {
    private Experiments() {}

    /// @param status `running`, `stopped`, `promoted` or `rolled-back`
    /// @param trafficSplit share of each treatment now
    @JsonNaming(SnakeCaseStrategy.class)
    public record Summary(String name, String model, String status, double trafficSplit, Instant createdAt) {}

    public record All(List<Summary> experiments) {}

    /// @param others treatments after the first
    /// @param ramp null if a person decides
    /// @param significance of each goal, one for each treatment
    /// @param sampleRatio p-value of the guess that units fall into arms as meant, valid at any look
    /// @param sampleRatioChiSquare the same of a fixed test, right for one look: what holds up a decision
    @JsonNaming(SnakeCaseStrategy.class)
    public record Status(
            String name,
            String model,
            String status,
            double trafficSplit,
            Instant createdAt,
            Arm control,
            Arm treatment,
            List<Arm> others,
            @Nullable Ramp ramp,
            List<Significance> significance,
            @JsonProperty("sample_ratio_p_value") double sampleRatio,
            double sampleRatioChiSquare,
            Recommendation recommendation,
            List<Entry> history) {}

    /// @param version null for the live one, and where no model is asked
    /// @param metrics means per event
    /// @param knownBlocks that units of the arm put and that were there already, since the node started
    /// @param sharedBlocks of these, the ones that only another arm had stored: arms touch each other there
    @JsonNaming(SnakeCaseStrategy.class)
    public record Arm(
            String name,
            boolean useMl,
            @Nullable String version,
            double trafficShare,
            long impressions,
            long events,
            long successes,
            double successRate,
            double avgLatencyMs,
            double p50LatencyMs,
            double p95LatencyMs,
            double p99LatencyMs,
            Map<String, Double> metrics,
            long knownBlocks,
            long sharedBlocks) {}

    /// @param step index of the share that runs
    /// @param promote what primary metrics must show
    @JsonNaming(SnakeCaseStrategy.class)
    public record Ramp(List<Double> shares, int step, long stepMinSeconds, long eventsMin, String promote) {}

    /// @param role `primary` or `guard_rail`; null for a metric without a goal
    /// @param margin by how much it may be worse; null for a metric without a goal
    /// @param lift (treatment − control) / control
    /// @param interval of the lift, or of the plain difference where the metric is a quantile
    @JsonNaming(SnakeCaseStrategy.class)
    public record Significance(
            String metric,
            String arm,
            @Nullable String role,
            @Nullable Double margin,
            double controlValue,
            double treatmentValue,
            @Nullable Double lift,
            @Nullable Double liftPercentage,
            @Nullable List<Double> interval,
            @Nullable Double pValue,
            boolean isSignificant,
            @Nullable String verdict,
            long controlSamples,
            long treatmentSamples) {}

    /// @param verdict `rollout`, `rollback` or `continue`
    public record Recommendation(String verdict, List<String> reasons) {}

    @JsonNaming(SnakeCaseStrategy.class)
    public record Entry(Instant at, String what, double trafficSplit, List<String> reasons) {}

    @JsonNaming(SnakeCaseStrategy.class)
    public record Variant(
            String experiment,
            String user,
            String name,
            boolean useMl,
            @Nullable String version) {}
}
