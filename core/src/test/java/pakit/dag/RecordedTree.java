package pakit.dag;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/// Remembers a tree as text, one entry a path, so that two trees compare in one assertion.
public final class RecordedTree implements TreeSink {
    final SortedMap<String, String> entries = new TreeMap<>();

    /// What was told, path by path.
    public SortedMap<String, String> entries() {
        return entries;
    }

    @Override
    public void directory(String path, Attributes attributes) {
        entries.put(path, "directory " + describe(attributes));
    }

    @Override
    public void file(String path, Attributes attributes, long sizeBytes, InputStream content) throws IOException {
        byte[] bytes = content.readAllBytes();
        entries.put(
                path,
                "file " + describe(attributes) + " " + sizeBytes + " "
                        + HexFormat.of().formatHex(bytes));
    }

    @Override
    public void symlink(String path, String target) {
        entries.put(path, "symlink " + target);
    }

    private static String describe(Attributes attributes) {
        return Integer.toOctalString(attributes.mode())
                + attributes.modified().map(at -> " " + at).orElse("");
    }
}
