package pakit.ml.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import pakit.ml.alerts.AlertKey;
import pakit.ml.alerts.AlertSource;
import pakit.ml.alerts.Finding;

/// Judges the figures of each model's window by the thresholds.
///
/// Above the threshold, with enough calls to tell, is wrong; at or below [#WELL_SHARE] of it is well, and so is a
/// window without calls: nobody suffers, and whoever wants an alert on silence has the counters. What lies between is
/// unclear, so that a figure on the edge does not raise an alert every minute.
final class FigureAlerts implements AlertSource {
    /// Of the threshold.
    static final double WELL_SHARE = 0.8;

    private static final int DIGITS_MAX = 6;

    private final ModelMonitor monitor;
    private final int callsMin;

    FigureAlerts(ModelMonitor monitor, int callsMin) {
        this.monitor = monitor;
        this.callsMin = callsMin;
    }

    @Override
    public List<Finding> look() {
        Thresholds thresholds = monitor.thresholds();
        Map<String, ModelMetrics> windows = new TreeMap<>(monitor.allRecent());
        List<Finding> findings = new ArrayList<>();
        windows.forEach((model, window) -> {
            findings.add(latency(model, window, thresholds.latencyThresholdMs()));
            findings.add(errorRate(model, window, thresholds.errorRateThreshold()));
        });
        return findings;
    }

    private Finding latency(String model, ModelMetrics window, double threshold) {
        double found = window.latencyP95();
        String message = "Latency %sms exceeds threshold %sms";
        return judge(new AlertKey(model, "latency"), window.timed(), found, threshold, said(message, found, threshold));
    }

    private Finding errorRate(String model, ModelMetrics window, double threshold) {
        double found = window.errorRate();
        String message = said("Error rate %s%% exceeds threshold %s%%", found * 100, threshold * 100);
        return judge(new AlertKey(model, "error_rate"), window.predictions(), found, threshold, message);
    }

    private Finding judge(AlertKey key, long calls, double found, double threshold, String message) {
        if (calls >= callsMin && found > threshold) {
            return new Finding.Wrong(key, message);
        }
        boolean well = calls == 0 || found <= threshold * WELL_SHARE;
        return well ? new Finding.Well(key) : new Finding.Unclear(key);
    }

    /// With one digit after the point, or as many more as it takes to tell the two figures apart and to tell the
    /// threshold within 5 %.
    static String said(String message, double found, double threshold) {
        for (int digits = 1; ; digits++) {
            String a = String.format(Locale.ROOT, "%." + digits + "f", found);
            String b = String.format(Locale.ROOT, "%." + digits + "f", threshold);
            boolean tells = !a.equals(b) && Math.abs(Double.parseDouble(b) - threshold) <= 0.05 * threshold;
            if (tells || digits == DIGITS_MAX) {
                return message.formatted(a, b);
            }
        }
    }
}
