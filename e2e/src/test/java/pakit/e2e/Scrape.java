package pakit.e2e;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a node answered to a scrape: the series of each metric, by their labels.
record Scrape(String text, Map<String, List<Map<String, String>>> series) {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    static Scrape of(String text) {
        Map<String, List<Map<String, String>>> series = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new AssertionError("no sample: " + line);
            }
            String labels = sample.group(2);
            series.computeIfAbsent(sample.group(1), name -> new ArrayList<>())
                    .add(labels(labels == null ? "" : labels));
        });
        return new Scrape(text, series);
    }

    static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(text);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }

    boolean has(String metric) {
        return series.containsKey(metric);
    }

    /// Whether some series of `metric` has this label with a value that matches.
    boolean has(String metric, String label, Pattern value) {
        return series.getOrDefault(metric, List.of()).stream()
                .map(labels -> labels.get(label))
                .anyMatch(found -> found != null && value.matcher(found).matches());
    }

    /// The families whose names start with one of these, left out.
    String without(List<String> families) {
        StringBuilder rest = new StringBuilder();
        text.lines()
                .filter(line -> families.stream().noneMatch(family -> line.matches("(# \\w+ )?" + family + "\\b.*")))
                .forEach(line -> rest.append(line).append('\n'));
        return rest.toString();
    }
}
