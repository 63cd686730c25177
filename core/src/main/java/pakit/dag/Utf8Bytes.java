package pakit.dag;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/// Names as the formats see them: UTF-8 bytes.
final class Utf8Bytes {
    /// The order of the encoded bytes, without encoding. It is that of the UTF-16 units, but for surrogates: they stand
    /// for characters beyond the first plane, which come after all others.
    static final Comparator<String> ORDER = Utf8Bytes::compare;

    private Utf8Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static int length(String text) {
        return of(text).length;
    }

    /// Whether `text` has an encoding at all: half a surrogate pair has none.
    static boolean exist(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }
}
