package pakit.ml.telemetry;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Rows as comma-separated values (RFC 4180), names in the first line.
public final class EventCsv {
    private static final String LINE_END = "\r\n";

    private EventCsv() {}

    /// Leaves `out` open.
    public static void write(EventTableau tableau, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        line(writer, tableau.columns().stream().map(EventColumn::name).toArray());
        for (@Nullable Object[] row : tableau.rows()) {
            line(writer, row);
        }
        writer.flush();
    }

    private static void line(Writer writer, @Nullable Object[] cells) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            writer.write(i == 0 ? "" : ",");
            writer.write(quoted(EventTableau.text(cells[i])));
        }
        writer.write(LINE_END);
    }

    static String quoted(String text) {
        boolean isPlain =
                text.chars().noneMatch(letter -> letter == ',' || letter == '"' || letter == '\n' || letter == '\r');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
