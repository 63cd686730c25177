package pakit.preflight;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// The node watches its models with thresholds that can be passed. They are read where Prometheus reads them, so that
/// those set at run time count.
public final class AlertsSet implements Check {
    private static final String LATENCY = "pakit_alert_latency_threshold_seconds";
    private static final String ERROR_RATE = "pakit_alert_error_ratio_threshold";

    private final Supplier<String> scrape;
    private final String told;

    /// @param told who is told of alerts, in words
    public AlertsSet(Supplier<String> scrape, String told) {
        this.scrape = scrape;
        this.told = told;
    }

    @Override
    public String name() {
        return "alert thresholds";
    }

    @Override
    public Finding look() {
        Map<String, Double> samples = ExpositionText.read(scrape.get()).samples();
        double latency = samples.getOrDefault(LATENCY, Double.NaN);
        double errorRate = samples.getOrDefault(ERROR_RATE, Double.NaN);
        String found =
                "p95 above " + shown(latency * 1e3) + " ms, error rate above " + shown(errorRate * 100) + " %; " + told;
        return latency > 0 && errorRate < 1
                ? Finding.pass(found)
                : Finding.fail(
                        found + ": no failure raises an alert",
                        "set alerts.latency-threshold-ms above 0 and alerts.error-rate-threshold below 1");
    }

    /// With one digit after the point, or as two significant ones where that would say nothing.
    private static String shown(double figure) {
        return !(figure > 0 && figure < 0.1)
                ? String.format(Locale.ROOT, "%.1f", figure)
                : BigDecimal.valueOf(figure)
                        .round(new MathContext(2))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
