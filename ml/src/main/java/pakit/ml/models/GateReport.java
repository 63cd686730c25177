package pakit.ml.models;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a gate said of a version, check by check.
///
/// @param payloadSha256 of its weights
/// @param reference which reference set, and which revision of the evaluator
/// @param against the live version that it was compared with, if there was one
/// @param passed whether every check was
public record GateReport(
        String model,
        String version,
        String payloadSha256,
        String reference,
        @Nullable String against,
        boolean passed,
        List<GateCheck> checks) {
    public GateReport {
        checks = List.copyOf(checks);
        if (passed != checks.stream().allMatch(GateCheck::passed)) {
            throw new IllegalArgumentException(
                    "a report passes if all its checks do, found " + passed + " and " + checks);
        }
    }

    /// The checks that failed, in words.
    public String failures() {
        return checks.stream()
                .filter(check -> !check.passed())
                .map(check -> check.name() + ": " + check.words())
                .collect(Collectors.joining("; "));
    }
}
