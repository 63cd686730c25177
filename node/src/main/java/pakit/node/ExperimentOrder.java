package pakit.node;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// An experiment as it is asked for; what is null or empty is as usual.
///
/// @param model whose traffic is split; null for `compression_predictor`
/// @param split share of the units that each treatment gets, 0 to 1; null for 0.05
/// @param ramp percents of its steps; null if a person decides
/// @param control the version that control asks; null if it asks no model
/// @param treatments the versions that treatments ask; empty for the live one
/// @param stepMinSeconds how long a step of the ramp takes at least; null for an hour
/// @param eventsMin that each arm needs in a step before a ramp goes on; null for 1000
/// @param margins by metric: by how much it may be worse without mattering, 0 to 1
/// @param primary the metric that is the reason for the experiment; null for `cost`
/// @param promote what primary metrics must show, `better` or `not-worse`; null for `better`
public record ExperimentOrder(
        String name,
        @Nullable String model,
        @Nullable Double split,
        @Nullable List<Double> ramp,
        @Nullable String control,
        @Nullable List<String> treatments,
        @Nullable Long stepMinSeconds,
        @Nullable Long eventsMin,
        @Nullable Map<String, Double> margins,
        @Nullable String primary,
        @Nullable String promote) {
    static final String MODEL = "compression_predictor";
    static final double SPLIT = 0.05;
    static final Duration STEP_MIN = Duration.ofHours(1);
    static final long EVENTS_MIN = 1_000;

    public ExperimentOrder {
        if (name == null) {
            throw new PakitException.Invalid("the order has no 'name'");
        }
        requireWhole("ramp", ramp);
        requireWhole("treatments", treatments);
        requireWhole("margins", margins == null ? null : margins.values());
    }

    private static void requireWhole(String what, @Nullable Collection<?> given) {
        if (given != null && given.stream().anyMatch(Objects::isNull)) {
            throw new PakitException.Invalid("'" + what + "' must have no null in it");
        }
    }
}
