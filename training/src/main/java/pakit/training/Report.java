package pakit.training;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pakit.ml.models.Metric;

/// How a model fared: a table for people, figures for programs.
///
/// @param judgedOn how much of what, in a few words
/// @param headings of the columns, with `>` before those that are aligned to the right
/// @param metrics with units in their names, as the manifest has them
/// @param baselines the same figures of the rules it has to beat
/// @param data where that came from, in words and figures
public record Report(
        String judgedOn,
        List<String> headings,
        List<List<String>> rows,
        Map<String, Metric> metrics,
        Map<String, Metric> baselines,
        Map<String, String> data) {
    public Report {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        baselines = Collections.unmodifiableMap(new TreeMap<>(baselines));
        data = Collections.unmodifiableMap(new TreeMap<>(data));
        for (List<String> row : rows) {
            if (row.size() != headings.size()) {
                throw new IllegalArgumentException("a row has " + headings.size() + " cells, found " + row.size());
            }
        }
    }

    /// The table as Markdown.
    public String tableMarkdown() {
        List<String> names =
                headings.stream().map(heading -> heading.replaceFirst("^>", "")).toList();
        List<String> rules = headings.stream()
                .map(heading -> heading.startsWith(">") ? "---:" : "---")
                .toList();
        return Stream.concat(Stream.of(names, rules), rows.stream())
                .map(cells -> "| " + String.join(" | ", cells) + " |\n")
                .collect(Collectors.joining());
    }

    /// Where it came from, as a list in Markdown.
    public String dataMarkdown() {
        return data.entrySet().stream()
                .map(entry -> "- " + entry.getKey() + ": " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
