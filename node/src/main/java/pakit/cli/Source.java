package pakit.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import pakit.error.PakitException;

/// What a verb reads: a file, or standard input where the user wrote `-`.
///
/// @param totalBytes its length, or -1 where nobody knows
record Source(InputStream in, long totalBytes) implements AutoCloseable {
    private static final String STANDARD_INPUT = "-";

    static boolean isStandardInput(Path named) {
        return named.toString().equals(STANDARD_INPUT);
    }

    /// @throws PakitException.NotFound if there is no such file
    static Source open(Verb verb, Path named) throws IOException {
        if (isStandardInput(named)) {
            return new Source(verb.terminal().in(), -1);
        }
        Path file = verb.path(named);
        if (!Files.isRegularFile(file)) {
            throw new PakitException.NotFound("there is no file " + file);
        }
        return new Source(Files.newInputStream(file), Files.size(file));
    }

    /// The content; `progress` is told of every piece that was read, in bytes.
    InputStream counted(LongConsumer progress) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = in.read(buffer, offset, length);
                if (count > 0) {
                    progress.accept(count);
                }
                return count;
            }

            @Override
            public void close() {} // whoever opened the source closes it
        };
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
