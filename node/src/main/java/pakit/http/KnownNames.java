package pakit.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Strings that come so often that they need not be made anew: a table by length, first and last character.
final class KnownNames {
    private static final int SLOTS = 256;

    private final @Nullable String[] table = new @Nullable String[SLOTS];

    private KnownNames() {}

    static KnownNames of(String... names) {
        KnownNames known = new KnownNames();
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            known.table[slot(bytes, 0, bytes.length)] = name;
        }
        return known;
    }

    /// The ASCII text from `from` to `to`.
    String text(byte[] bytes, int from, int to) {
        if (from == to) {
            return "";
        }
        String candidate = table[slot(bytes, from, to)];
        return candidate != null && matches(candidate, bytes, from, to)
                ? candidate
                : new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private static int slot(byte[] bytes, int from, int to) {
        return 31 * (to - from) + 7 * bytes[from] + bytes[to - 1] & SLOTS - 1;
    }

    private static boolean matches(String name, byte[] bytes, int from, int to) {
        if (name.length() != to - from) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
