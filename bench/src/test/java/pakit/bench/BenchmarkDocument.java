package pakit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The document with the figures. Its text is written by hand, its tables by the measurements: each stands between two
/// comments that name it.
record BenchmarkDocument(Path file) {
    /// Replaces the table of that name.
    void put(String name, List<String> lines) throws IOException {
        Files.writeString(file, replaced(Files.readString(file), name, lines));
    }

    static String replaced(String text, String name, List<String> lines) {
        String begin = "<!-- measured: " + name + " -->\n";
        String end = "<!-- end -->";
        int from = text.indexOf(begin);
        int to = from < 0 ? -1 : text.indexOf(end, from);
        if (to < 0) {
            throw new IllegalArgumentException("the document has no place for '" + name + "': " + begin + end);
        }
        String table = lines.isEmpty() ? "" : "\n" + String.join("\n", lines) + "\n\n";
        return text.substring(0, from + begin.length()) + table + text.substring(to);
    }
}
