package pakit.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import pakit.error.PakitException;

/// Paths with any characters inside a URL: percent-encoded UTF-8, `/` kept (RFC 3986). A `+` is a plus.
final class UrlPath {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private UrlPath() {}

    /// `prefix/name`, the name encoded.
    static String below(String prefix, String name) {
        return prefix + "/" + encode(name);
    }

    static String encode(String path) {
        StringBuilder encoded = new StringBuilder(path.length());
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || "-_~/".indexOf(b) >= 0;
    }

    /// @throws PakitException.Invalid if a `%` is not followed by two hex digits
    static String decode(String encoded) {
        var bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            try {
                bytes.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new PakitException.Invalid("path '" + encoded + "' has a '%' without two hex digits", e);
            }
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
