package pakit.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// A small tree of made-up files: text, random bytes, tables of numbers, in several directories.
final class SampleTree {
    private static final int FILE_BYTES = 150_000;
    private static final int DIRECTORIES = 4;
    private static final String[] WORDS = "block chunk codec hint gain cost node tree root leaf store pack".split(" ");

    private SampleTree() {}

    static Path write(Path root) {
        Random random = new Random(11);
        for (int i = 0; i < DIRECTORIES; i++) {
            Path directory = root.resolve("part" + i);
            write(directory.resolve("notes.txt"), text(random));
            write(directory.resolve("noise.bin"), noise(random));
            write(directory.resolve("table.dat"), table(random));
        }
        return root;
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] text(Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < FILE_BYTES) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(5) == 0 ? ".\n" : " ");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[FILE_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] table(Random random) {
        byte[] bytes = new byte[FILE_BYTES];
        for (int i = 0; i + 4 <= bytes.length; i += 4) {
            bytes[i] = (byte) random.nextInt(256);
            bytes[i + 1] = (byte) (i >>> 10);
        }
        return bytes;
    }
}
