package pakit.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Draws lines, bars and counts as SVG, with no more than a reader needs: a title, axes with their ends, names. The
/// same figures give the same text.
public final class Plots {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 80;
    private static final int TOP = 50;
    private static final int RIGHT = WIDTH - 30;
    private static final int BOTTOM = HEIGHT - 60;
    private static final String[] COLOURS = {"#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b"};

    private final StringBuilder svg = new StringBuilder();

    private Plots(String title) {
        add("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="%d" height="%d" fill="white"/>
                """, WIDTH, HEIGHT, WIDTH, HEIGHT);
        text(WIDTH / 2.0, 24, "middle", title);
    }

    /// One line a series, from step 0 on.
    public static Plot lines(String name, String title, String step, Map<String, double[]> series) {
        Plots plot = new Plots(title);
        double high = plot.axes(
                series.values().stream().flatMapToDouble(Arrays::stream).max().orElse(1));
        int steps =
                series.values().stream().mapToInt(values -> values.length).max().orElse(1);
        int number = 0;
        for (Map.Entry<String, double[]> line : series.entrySet()) {
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < line.getValue().length; i++) {
                double x = LEFT + (RIGHT - LEFT) * (double) i / Math.max(1, steps - 1);
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(line.getValue()[i], high)));
            }
            plot.add(
                    "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"%s\"/>\n",
                    COLOURS[number % COLOURS.length], points.toString().strip());
            plot.legend(number++, line.getKey());
        }
        plot.text(LEFT, BOTTOM + 18, "middle", "0");
        plot.text(RIGHT, BOTTOM + 18, "middle", String.valueOf(steps - 1));
        plot.text((LEFT + RIGHT) / 2.0, BOTTOM + 18, "middle", step);
        return plot.done(name);
    }

    /// One group of bars for each name, one bar a series in it.
    public static Plot bars(String name, String title, List<String> groups, Map<String, double[]> series) {
        Plots plot = new Plots(title);
        double high = plot.axes(
                series.values().stream().flatMapToDouble(Arrays::stream).max().orElse(1));
        double group = (double) (RIGHT - LEFT) / Math.max(1, groups.size());
        double bar = 0.8 * group / Math.max(1, series.size());
        int number = 0;
        for (Map.Entry<String, double[]> each : series.entrySet()) {
            for (int i = 0; i < groups.size(); i++) {
                double y = y(each.getValue()[i], high);
                plot.add(
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s %s %.3f"
                                + "</title></rect>\n",
                        LEFT + i * group + 0.1 * group + number * bar,
                        y,
                        bar,
                        BOTTOM - y,
                        COLOURS[number % COLOURS.length],
                        escaped(groups.get(i)),
                        escaped(each.getKey()),
                        each.getValue()[i]);
            }
            plot.legend(number++, each.getKey());
        }
        for (int i = 0; i < groups.size(); i++) {
            plot.text(LEFT + (i + 0.5) * group, BOTTOM + 18, "middle", groups.get(i));
        }
        return plot.done(name);
    }

    /// Counts of what was against what was said: darker is more, by row.
    ///
    /// @param counts per class that was right, per class that was chosen
    public static Plot confusion(String name, String title, List<String> classes, List<List<Long>> counts) {
        Plots plot = new Plots(title);
        double cell = Math.min((double) (RIGHT - LEFT) / classes.size(), (double) (BOTTOM - TOP) / classes.size());
        for (int row = 0; row < classes.size(); row++) {
            long sum = Math.max(
                    1, counts.get(row).stream().mapToLong(Long::longValue).sum());
            for (int column = 0; column < classes.size(); column++) {
                long count = counts.get(row).get(column);
                plot.add(
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" stroke=\"#ddd\" fill=\"#1f77b4\" "
                                + "fill-opacity=\"%.3f\"/>\n",
                        LEFT + column * cell, TOP + row * cell, cell, cell, (double) count / sum);
                plot.text(LEFT + (column + 0.5) * cell, TOP + (row + 0.6) * cell, "middle", String.valueOf(count));
            }
            plot.text(LEFT - 6, TOP + (row + 0.6) * cell, "end", classes.get(row));
            plot.text(LEFT + (row + 0.5) * cell, TOP + classes.size() * cell + 16, "middle", classes.get(row));
        }
        return plot.done(name);
    }

    /// Draws the axes up to a round figure, which it gives.
    private double axes(double highest) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(highest, 1e-9))));
        double high = Math.ceil(highest / power) * power;
        high = high > 0 ? high : 1;
        add("<path d=\"M%d %d V%d H%d\" stroke=\"black\" fill=\"none\"/>\n", LEFT, TOP, BOTTOM, RIGHT);
        for (int i = 0; i <= 4; i++) {
            double value = high * i / 4;
            text(LEFT - 6, y(value, high) + 4, "end", String.format(Locale.ROOT, "%.4g", value));
        }
        return high;
    }

    private static double y(double value, double high) {
        return BOTTOM - (BOTTOM - TOP) * Math.clamp(value / high, 0, 1);
    }

    private void legend(int number, String label) {
        int y = TOP + 16 * number;
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/>\n",
                RIGHT - 150, y - 9, COLOURS[number % COLOURS.length]);
        text(RIGHT - 134, y, "start", label);
    }

    private void text(double x, double y, String anchor, String words) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, escaped(words));
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    private Plot done(String name) {
        return new Plot(name, svg.append("</svg>\n").toString());
    }
}
