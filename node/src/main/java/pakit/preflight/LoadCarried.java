package pakit.preflight;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import pakit.load.LoadPlan;
import pakit.load.LoadReport;

/// Every loaded model answers a short load without a failure, and as fast as the gate demands.
public final class LoadCarried implements Check {
    static final LoadPlan PLAN = new LoadPlan(
            2_000, 4, OptionalDouble.empty(), Optional.empty(), Duration.ofMillis(200), Duration.ofSeconds(20));

    private final Supplier<List<String>> models;
    private final BiFunction<String, LoadPlan, LoadReport> test;
    private final Duration p95Max;

    /// @param models that are loaded
    /// @param test asks a model
    /// @param p95Max what 95 of 100 answers must stay below
    public LoadCarried(Supplier<List<String>> models, BiFunction<String, LoadPlan, LoadReport> test, Duration p95Max) {
        this.models = models;
        this.test = test;
        this.p95Max = p95Max;
    }

    @Override
    public String name() {
        return "load test";
    }

    @Override
    public Finding look() {
        List<String> carried = new ArrayList<>();
        for (String model : models.get()) {
            LoadReport report = test.apply(model, PLAN);
            LoadReport.Latency latency = report.latencyMs();
            double p95 = latency == null ? Double.NaN : latency.p95();
            String found = String.format(
                    Locale.ROOT, "%s: %d of %d answered, p95 %.3f ms", model, report.succeeded(), PLAN.requests(), p95);
            boolean answered = report.successRate() == 1 && report.unsent() == 0;
            boolean fast = p95 < p95Max.toNanos() * 1e-6;
            if (!answered || !fast) {
                return Finding.fail(
                        found + ", allowed are no failures and p95 below " + p95Max.toMillis() + " ms "
                                + report.failures(),
                        "pakit load-test " + model + " shows more; free the machine, or take a smaller model");
            }
            carried.add(found);
        }
        return carried.isEmpty()
                ? Finding.fail("no model is loaded, so none can be tested", "swap to a registered version")
                : Finding.pass(String.join("; ", carried));
    }
}
