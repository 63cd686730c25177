package pakit.dag;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/// Names and symlink targets between the filesystem, where they are bytes, and trees, where they are UTF-8.
///
/// Java decodes them by the locale: `é` becomes two characters in a Latin-1 locale and two question marks in the locale
/// `C`, and bytes that are no text become U+FFFD everywhere. Where that can happen, the bytes are taken from the path's
/// URI instead, which holds them unharmed.
final class PathText {
    static final boolean LOCALE_IS_UTF8 = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

    private PathText() {}

    /// The text of `path`, which is a name or a symlink's target.
    ///
    /// @throws IOException if its bytes are not UTF-8
    static String of(Path path) throws IOException {
        String text = path.toString();
        boolean exact =
                LOCALE_IS_UTF8 ? text.indexOf('\uFFFD') < 0 : text.chars().allMatch(c -> c < 0x80);
        return exact ? text : fromBytes(path);
    }

    static String fromBytes(Path path) throws IOException {
        URI uri = path.getFileSystem().getPath("/").resolve(path).toUri();
        byte[] bytes = percentDecoded(uri.getRawPath());
        int from = path.isAbsolute() ? 0 : 1;
        // A URI ends in a slash where a directory happens to be.
        boolean slashAdded = bytes[bytes.length - 1] == '/' && !path.toString().endsWith("/");
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from - (slashAdded ? 1 : 0)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("its name or target is not UTF-8: '" + path + "'", e);
        }
    }

    private static byte[] percentDecoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(text.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /// The path of exactly the bytes of `text`, but for doubled and trailing slashes.
    static Path toPath(String text) {
        boolean exact = LOCALE_IS_UTF8 || text.chars().allMatch(c -> c < 0x80);
        return exact ? Path.of(text) : toPathByBytes(text);
    }

    static Path toPathByBytes(String text) {
        StringBuilder uri = new StringBuilder("file://").append(text.startsWith("/") ? "" : "/");
        for (byte unit : Utf8Bytes.of(text)) {
            uri.append(unit == '/' ? "/" : "%" + HexFormat.of().toHexDigits(unit));
        }
        Path path = Path.of(URI.create(uri.toString()));
        return text.startsWith("/") ? path : path.subpath(0, path.getNameCount());
    }
}
