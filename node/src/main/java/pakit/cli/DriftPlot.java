package pakit.cli;

import java.util.List;
import java.util.Locale;
import pakit.ml.drift.DriftReport;

/// Shares of bins as pictures: what was expected beside what was found.
final class DriftPlot {
    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final int PANEL_WIDTH = 220;
    private static final int PANEL_HEIGHT = 120;
    private static final int PANELS_A_ROW = 4;
    private static final int BARS_HEIGHT = 80;
    private static final int MARGIN = 10;

    private DriftPlot() {}

    /// One character a bin, the largest as high as a line.
    static String sparkline(List<Double> shares) {
        double largest = shares.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        StringBuilder line = new StringBuilder();
        for (double share : shares) {
            int level = largest == 0 ? 0 : (int) Math.round(share / largest * (LEVELS.length() - 1));
            line.append(LEVELS.charAt(level));
        }
        return line.toString();
    }

    /// A panel for each column: grey bars for what was expected, coloured ones for what was found, red where it moved.
    static String svg(DriftReport report) {
        int rows = Math.ceilDiv(report.columns().size(), PANELS_A_ROW);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"11\">%n<title>%s v%s, %d rows</title>%n",
                PANELS_A_ROW * PANEL_WIDTH,
                Math.max(1, rows) * PANEL_HEIGHT,
                report.model(),
                report.version(),
                report.rows()));
        for (int i = 0; i < report.columns().size(); i++) {
            int x = i % PANELS_A_ROW * PANEL_WIDTH + MARGIN;
            int y = i / PANELS_A_ROW * PANEL_HEIGHT;
            panel(svg, report.columns().get(i), x, y);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void panel(StringBuilder svg, DriftReport.Column column, int x, int y) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s, PSI %.2f</text>%n", x, y + 14, column.name(), column.psi()));
        double width = (PANEL_WIDTH - 2.0 * MARGIN) / column.expected().size();
        bars(svg, column.expected(), x, y, new Bars(width, 0, "#bbbbbb"));
        bars(svg, column.found(), x, y, new Bars(width, width * 0.45, column.moved() ? "#cc3311" : "#0077bb"));
    }

    private static String escaped(String name) {
        return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// @param step from one bin to the next
    /// @param shift within it
    private record Bars(double step, double shift, String colour) {}

    private static void bars(StringBuilder svg, List<Double> shares, int x, int y, Bars bars) {
        for (int bin = 0; bin < shares.size(); bin++) {
            double height = shares.get(bin) * BARS_HEIGHT;
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                    x + bin * bars.step() + bars.shift(),
                    y + 20 + BARS_HEIGHT - height,
                    bars.step() * 0.4,
                    height,
                    bars.colour()));
        }
    }
}
