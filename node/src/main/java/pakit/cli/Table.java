package pakit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import pakit.training.Report;

/// Rows of words in aligned columns, the last one ragged. Columns whose heading starts with `>` are aligned to the
/// right.
final class Table {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] right;

    Table(String... headings) {
        right = new boolean[headings.length];
        String[] shown = new String[headings.length];
        for (int i = 0; i < headings.length; i++) {
            right[i] = headings[i].startsWith(">");
            shown[i] = right[i] ? headings[i].substring(1) : headings[i];
        }
        rows.add(shown);
    }

    static Table of(Report report) {
        Table table = new Table(report.headings().toArray(String[]::new));
        report.rows().forEach(row -> table.row(row.toArray(String[]::new)));
        return table;
    }

    Table row(String... cells) {
        if (cells.length != right.length) {
            throw new IllegalArgumentException("a row has " + right.length + " cells, found " + cells.length);
        }
        rows.add(cells);
        return this;
    }

    Stream<String> lines() {
        int[] widths = new int[right.length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths).stripTrailing());
    }

    private String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String padding = " ".repeat(widths[i] - row[i].length());
            line.append(i == 0 ? "" : GAP).append(right[i] ? padding + row[i] : row[i] + padding);
        }
        return line.toString();
    }
}
