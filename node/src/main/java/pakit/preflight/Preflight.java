package pakit.preflight;

import java.util.List;
import pakit.error.PakitException;

/// Runs the checks of a list, one after the other, to the end.
public final class Preflight {
    private Preflight() {}

    public static PreflightReport run(List<Check> checks) {
        List<PreflightReport.Line> lines = checks.stream().map(Preflight::line).toList();
        boolean passed = lines.stream().noneMatch(line -> line.status() == Finding.Status.FAIL);
        return new PreflightReport(passed, lines);
    }

    private static PreflightReport.Line line(Check check) {
        Finding found = finding(check);
        return new PreflightReport.Line(check.name(), found.status(), found.what(), found.todo());
    }

    private static Finding finding(Check check) {
        try {
            return check.look();
        } catch (PakitException e) {
            return Finding.fail(String.valueOf(e.getMessage()), "put this right, then check again");
        }
    }
}
