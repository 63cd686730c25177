package pakit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pakit.load.LoadReport;

/// A load test's report as people read it; the first lines are worded as in the deployment guide.
final class LoadTestText {
    private LoadTestText() {}

    static List<String> lines(LoadReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("Load Test Results:");
        lines.add(line("Requests: %,d", report.requests()));
        lines.add(line("Success rate: %.1f%%", report.successRate() * 100));
        lines.add(line("Throughput: %.0f req/sec", report.perSecond()));
        LoadReport.Latency latency = report.latencyMs();
        if (latency != null) {
            lines.add(line("Avg latency: %s", Figures.millis(latency.avg())));
            lines.add("  " + percentiles(latency));
        }
        report.failures()
                .forEach((kind, some) -> lines.add(line("Failed: %,d × %s (%s)", some.count(), kind, some.example())));
        if (report.unsent() > 0) {
            lines.add(line("Not sent: %,d, the time was over", report.unsent()));
        }
        LoadReport.Swaps swaps = report.swaps();
        if (swaps != null) {
            addSwaps(lines, swaps);
        }
        return lines;
    }

    private static void addSwaps(List<String> lines, LoadReport.Swaps swaps) {
        lines.add(line(
                "Swaps: %d, one every %d ms, the slowest took %s",
                swaps.count(), swaps.everyMs(), Figures.millis(swaps.swapMsMax())));
        swaps.failures().forEach((what, count) -> lines.add(line("Swaps failed: %d × %s", count, what)));
        if (swaps.steadyMs() != null && swaps.swappingMs() != null && swaps.p99Ratio() != null) {
            lines.add("  without swaps: " + percentiles(swaps.steadyMs()));
            lines.add("  with swaps:    " + percentiles(swaps.swappingMs()));
            lines.add(line("p99 with swaps: %.2f times that without", swaps.p99Ratio()));
        }
    }

    private static String percentiles(LoadReport.Latency latency) {
        return "p50 " + Figures.millis(latency.p50()) + ", p90 " + Figures.millis(latency.p90()) + ", p95 "
                + Figures.millis(latency.p95())
                + ", p99 " + Figures.millis(latency.p99()) + ", p99.9 " + Figures.millis(latency.p999()) + ", max "
                + Figures.millis(latency.max());
    }

    private static String line(String format, Object... values) {
        return "  " + String.format(Locale.ROOT, format, values);
    }
}
