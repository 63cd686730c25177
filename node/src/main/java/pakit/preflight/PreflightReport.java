package pakit.preflight;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/// What all checks found, in their order.
///
/// @param passed whether none failed
public record PreflightReport(boolean passed, List<Line> checks) {
    /// One check. `todo` is left out where there is nothing to do.
    public record Line(
            String name,
            Finding.Status status,
            String found,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String todo) {}

    public PreflightReport {
        checks = List.copyOf(checks);
    }

    public long count(Finding.Status status) {
        return checks.stream().filter(line -> line.status() == status).count();
    }
}
