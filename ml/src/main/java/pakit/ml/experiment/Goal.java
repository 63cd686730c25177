package pakit.ml.experiment;

import java.util.Map;
import java.util.regex.Pattern;
import pakit.error.PakitException;
import pakit.stats.Interval;
import pakit.stats.Verdict;

/// What an experiment wants of one metric. Effects are relative: (treatment − control) / control.
///
/// @param metric such as `latency_ms`
/// @param better which way the metric is better
/// @param role whether the metric is the reason for the experiment, or must only not get worse
/// @param margin relative: by how much it may be worse without mattering, as in 0.02
public record Goal(String metric, Better better, Role role, double margin) {
    /// A share of successes, 0 to 1.
    public static final String SUCCESS = "success";

    public static final String LATENCY_MS = "latency_ms";

    /// Of a stored block: bytes plus the price of the CPU time, as a share of its plain bytes.
    public static final String COST = "cost";

    /// Of a stored block: its record, as a share of its plain bytes.
    public static final String STORED_BYTES = "stored_bytes";

    /// What a metric may be worse by where nothing else is said.
    public static final double USUAL_MARGIN = 0.01;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    /// What is worked out of results, and so can be asked for, but neither recorded nor decided on.
    private static final Map<String, String> DERIVED = Map.of(
            "success_rate", SUCCESS,
            "avg_latency_ms", LATENCY_MS,
            "p50_latency_ms", LATENCY_MS,
            "p95_latency_ms", LATENCY_MS,
            "p99_latency_ms", LATENCY_MS);

    public enum Better {
        HIGHER,
        LOWER
    }

    public enum Role {
        PRIMARY,
        GUARD_RAIL
    }

    public Goal {
        requireName(metric);
        if (!(margin >= 0 && margin < 1)) {
            throw new PakitException.Invalid("the margin of metric " + metric + " must lie in 0..1, found " + margin);
        }
    }

    static String requireName(String metric) {
        if (!NAME.matcher(metric).matches()) {
            throw new PakitException.Invalid(
                    "a metric's name must be lower-case letters, digits and _, at most 32, found '" + metric + "'");
        }
        String source = DERIVED.get(metric);
        if (source != null) {
            throw new PakitException.Invalid("'" + metric + "' is worked out of " + source
                    + ", so it can be asked for, but neither recorded nor decided on: use " + source);
        }
        return metric;
    }

    /// What an interval of the relative effect says.
    Verdict verdict(Interval effect) {
        return Verdict.of(better == Better.HIGHER ? effect : effect.negated(), margin);
    }
}
