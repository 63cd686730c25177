package pakit.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What kind of file it is: by its extension, or by its first bytes where there is none that says anything.
final class FileKind {
    private static final Pattern EXTENSION = Pattern.compile("\\.([a-z][a-z0-9_]{0,9})$");
    private static final Pattern TRAILING_NUMBERS = Pattern.compile("([.-][0-9]+)+$");
    private static final int SNIFFED_BYTES = 512;

    private FileKind() {}

    static String of(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        Matcher extension = EXTENSION.matcher(TRAILING_NUMBERS.matcher(name).replaceFirst(""));
        return extension.find() && extension.start() > 0 ? extension.group(1) : sniff(file);
    }

    private static String sniff(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(SNIFFED_BYTES);
        }
        if (startsWith(head, 0x7f, 'E', 'L', 'F')) {
            return "elf";
        }
        if (startsWith(head, '#', '!')) {
            return "script";
        }
        return isText(head) ? "text" : "binary";
    }

    private static boolean startsWith(byte[] head, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (i >= head.length || head[i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(byte[] head) {
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
                return false;
            }
        }
        return true;
    }
}
