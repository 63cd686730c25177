package pakit.ml.metrics;

import java.util.List;

/// A part of a node that has families of metrics for `/metrics`. The list of sources stands where the node is wired;
/// each family belongs to one source.
@FunctionalInterface
public interface MetricSource {
    /// Writes all families of this source, whole; called on many threads, at every scrape.
    void writeTo(PrometheusText text);

    /// The text of all `sources`, in their order.
    static String textOf(List<MetricSource> sources) {
        PrometheusText text = new PrometheusText();
        sources.forEach(source -> source.writeTo(text));
        return text.toString();
    }
}
