package pakit.ml.metrics;

/// Writes Prometheus' text format 0.0.4: families with HELP and TYPE, samples with labels.
public final class PrometheusText {
    private final StringBuilder text = new StringBuilder();

    /// Begins a family; all its samples follow at once, before the next family.
    ///
    /// @param type `counter`, `gauge` or `histogram`
    /// @param help one line
    public PrometheusText family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /// @param labels names and values in turn
    public PrometheusText sample(String name, double value, String... labels) {
        text.append(name);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            text.append(escape(labels[i + 1])).append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(number(value)).append('\n');
        return this;
    }

    /// As samples and bounds of buckets show it: whole numbers without a point.
    public static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /// Everything written so far.
    @Override
    public String toString() {
        return text.toString();
    }
}
