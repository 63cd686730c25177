package pakit.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Strings that come so often that they need not be made anew: a table by length, first and last character.
final class KnownNames {
    private static final int SLOTS = 256;

    private final @Nullable Name[] table = new @Nullable Name[SLOTS];

    private KnownNames() {}

    @SuppressWarnings("ArrayRecordComponent") // private, written by nobody
    private record Name(String text, byte[] bytes) {}

    /// @param names ASCII
    static KnownNames of(String... names) {
        KnownNames known = new KnownNames();
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            known.table[slot(bytes, 0, bytes.length)] = new Name(name, bytes);
        }
        return known;
    }

    /// The ASCII text from `from` to `to`.
    String text(byte[] bytes, int from, int to) {
        String known = known(bytes, from, to);
        return known == null ? new String(bytes, from, to - from, StandardCharsets.US_ASCII) : known;
    }

    /// The name from `from` to `to`, or null if it is none of these.
    @Nullable
    String known(byte[] bytes, int from, int to) {
        if (from == to) {
            return "";
        }
        Name candidate = table[slot(bytes, from, to)];
        return candidate != null && Arrays.equals(candidate.bytes, 0, candidate.bytes.length, bytes, from, to)
                ? candidate.text
                : null;
    }

    private static int slot(byte[] bytes, int from, int to) {
        return 31 * (to - from) + 7 * bytes[from] + bytes[to - 1] & SLOTS - 1;
    }
}
