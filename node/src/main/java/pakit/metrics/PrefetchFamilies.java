package pakit.metrics;

import java.util.function.Supplier;
import pakit.dag.PrefetchTotals;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;

/// What fetching ahead comes to.
public final class PrefetchFamilies implements MetricSource {
    private final Supplier<PrefetchTotals> totals;

    public PrefetchFamilies(Supplier<PrefetchTotals> totals) {
        this.totals = totals;
    }

    @Override
    public void writeTo(PrometheusText text) {
        PrefetchTotals now = totals.get();
        count(text, "issued", "Blocks fetched before somebody asked for them.", now.issued());
        count(text, "used", "Blocks fetched ahead that were asked for.", now.used());
        count(text, "wasted", "Blocks fetched ahead that went without, or were read at the same time.", now.wasted());
        count(text, "failed", "Blocks that could not be fetched ahead.", now.failed());
        count(
                text,
                "untold",
                "Reads that fetching ahead did not hear of, because too many came at a time.",
                now.untold());
    }

    private static void count(PrometheusText text, String what, String help, long count) {
        String name = "pakit_prefetch_" + what + "_total";
        text.family(name, "counter", help).sample(name, count);
    }
}
