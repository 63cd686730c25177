package pakit.bench;

import java.util.List;
import java.util.Locale;

/// What repetitions of one measurement gave.
record Spread(double min, double median, double max) {
    static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a spread needs a value");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
        return new Spread(sorted.getFirst(), median, sorted.getLast());
    }

    /// Three cells of a table row.
    String cells(int digits) {
        String format = "%,." + digits + "f";
        return String.format(Locale.ROOT, format + " | " + format + " | " + format, min, median, max);
    }
}
