package pakit.preflight;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// What the node answers to a scrape can be read, and the families of the deployment guide are in it.
public final class MetricsParse implements Check {
    private static final List<String> WANTED =
            List.of("pakit_ml_predictions_total", "pakit_ml_success_rate", "pakit_ml_latency_ms", "pakit_store_roots");

    private final Supplier<String> scrape;

    public MetricsParse(Supplier<String> scrape) {
        this.scrape = scrape;
    }

    @Override
    public String name() {
        return "metrics scrape";
    }

    @Override
    public Finding look() {
        Set<String> families = ExpositionText.read(scrape.get()).families();
        Set<String> missing = new TreeSet<>(WANTED);
        missing.removeAll(families);
        return missing.isEmpty()
                ? Finding.pass(families.size() + " families, all readable")
                : Finding.fail(
                        "the scrape has no " + String.join(", ", missing),
                        "see what /metrics answers, and whether a model is loaded: pakit metrics, pakit health");
    }
}
