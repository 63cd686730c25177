package pakit.dag;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A file's content that must have the size its entry announced, not a byte more or less: a longer one fails at once
/// and cannot fill a disk. Remembers how reading failed, so that whoever told a sink can tell a file that could not be
/// read from a sink that could not write.
final class MeasuredContent extends InputStream {
    private final InputStream in;
    private final long sizeBytes;
    private final LongConsumer progress;
    private final Mismatch mismatch;
    private long readBytes;
    private @Nullable IOException failure;

    /// Throws what a wrong size is to be called.
    interface Mismatch {
        /// @param what as in `has more than the 3 bytes announced`
        void fail(String what) throws IOException;
    }

    /// @param progress told of every piece that was read, in bytes
    MeasuredContent(InputStream in, long sizeBytes, LongConsumer progress, Mismatch mismatch) {
        this.in = in;
        this.sizeBytes = sizeBytes;
        this.progress = progress;
        this.mismatch = mismatch;
    }

    /// Whether `e` is what reading ended with.
    boolean failedWith(IOException e) {
        return failure == e;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        try {
            int count = in.read(target, offset, length);
            check(count);
            return count;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private void check(int count) throws IOException {
        if (count < 0 && readBytes < sizeBytes) {
            mismatch.fail("has only " + readBytes + " of the " + sizeBytes + " bytes announced");
        }
        if (count > 0) {
            readBytes += count;
            if (readBytes > sizeBytes) {
                mismatch.fail("has more than the " + sizeBytes + " bytes announced");
            }
            progress.accept(count);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
