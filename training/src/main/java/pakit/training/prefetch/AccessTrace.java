package pakit.training.prefetch;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import pakit.error.PakitException;

/// Which blocks somebody asked for, in their order.
///
/// @param ids never 0; shared
/// @param neighbours whether neighbours in number are neighbours on a disk, which is taken for the order of children
public record AccessTrace(String name, long[] ids, boolean neighbours) {
    /// How a file is written.
    public enum Form {
        /// Lines of first block and count.
        RANGES,
        /// Lines of one block.
        LINES,
        LITTLE_ENDIAN_INTS,
        BIG_ENDIAN_LONGS
    }

    public static AccessTrace read(Path file, String name, Form form, boolean neighbours) {
        if (!Files.exists(file)) {
            throw new PakitException.NotFound("trace " + file + " is missing; say where it is");
        }
        try (var in = new DataInputStream(
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)), 1 << 16))) {
            return new AccessTrace(name, ids(in, form), neighbours);
        } catch (IOException | NumberFormatException e) {
            throw new PakitException.Corrupt("trace " + file + " cannot be read as " + form + ": " + e);
        }
    }

    private static long[] ids(DataInputStream in, Form form) throws IOException {
        return switch (form) {
            case RANGES -> lines(in).flatMapToLong(AccessTrace::range).toArray();
            case LINES ->
                lines(in)
                        .filter(line -> !line.startsWith("*"))
                        .mapToLong(line -> Long.parseLong(line.strip()) + 1)
                        .toArray();
            case LITTLE_ENDIAN_INTS -> numbers(in, 4);
            case BIG_ENDIAN_LONGS -> numbers(in, 8);
        };
    }

    private static Stream<String> lines(DataInputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().filter(line -> !line.isBlank());
    }

    private static LongStream range(String line) {
        String[] words = line.split(" ");
        long first = Long.parseLong(words[0]) + 1;
        return LongStream.range(first, first + Long.parseLong(words[1]));
    }

    private static long[] numbers(DataInputStream in, int bytes) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(in.readAllBytes());
        if (all.remaining() % bytes != 0) {
            throw new EOFException("it ends within a number");
        }
        long[] ids = new long[all.remaining() / bytes];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = 1 + (bytes == 4 ? Integer.toUnsignedLong(Integer.reverseBytes(all.getInt())) : all.getLong());
        }
        return ids;
    }
}
