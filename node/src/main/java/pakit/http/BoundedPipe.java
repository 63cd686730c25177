package pakit.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What one thread writes another reads, and waits when it is too far ahead. (The JDK's pipes poll once a second and
/// take a sleeping writer for a dead one.)
///
/// Assumptions: one writer, one reader, either may wait. Guarantees: at most [#WAITING_MAX] buffers wait; a reader sees
/// the end only after [#end], and the failure after [#fail]; a writer does not wait for a reader that closed.
final class BoundedPipe {
    private static final int WAITING_MAX = 16;
    private static final int BUFFER_BYTES = 1 << 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> waiting = new ArrayDeque<>(WAITING_MAX);
    private final Source source = new Source();
    private final Sink sink = new Sink();
    private @Nullable IOException failure;
    private boolean ended;
    private boolean closed;

    InputStream source() {
        return source;
    }

    OutputStream sink() {
        return sink;
    }

    /// Hands over what was written last and ends the stream.
    void end() throws IOException {
        sink.flush();
        signal(() -> ended = true);
    }

    /// Makes the reader fail.
    void fail(Throwable cause) {
        signal(() -> failure = new IOException("what was to be sent could not be read: " + cause.getMessage(), cause));
    }

    private void signal(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void put(byte[] bytes) throws IOException {
        lock.lock();
        try {
            while (waiting.size() == WAITING_MAX && !closed) {
                changed.await();
            }
            if (closed) {
                throw new NobodyReads();
            }
            waiting.add(bytes);
            changed.signalAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /// The next buffer, or null at the end.
    private byte @Nullable [] take() throws IOException {
        lock.lock();
        try {
            while (waiting.isEmpty() && failure == null && !ended && !closed) {
                changed.await();
            }
            if (failure != null) {
                throw failure;
            }
            byte[] next = waiting.poll();
            changed.signalAll();
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /// The reader closed.
    static final class NobodyReads extends IOException {
        private static final long serialVersionUID = 1L;

        NobodyReads() {
            super("nobody reads any more");
        }
    }

    private final class Sink extends OutputStream {
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int filled;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int written = 0;
            while (written < length) {
                int count = Math.min(length - written, buffer.length - filled);
                System.arraycopy(bytes, offset + written, buffer, filled, count);
                filled += count;
                written += count;
                if (filled == buffer.length) {
                    hand();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            if (filled > 0) {
                hand();
            }
        }

        private void hand() throws IOException {
            put(Arrays.copyOf(buffer, filled));
            filled = 0;
        }
    }

    private final class Source extends InputStream {
        private byte[] current = new byte[0];
        private int position;

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
            if (position == current.length) {
                byte[] next = take();
                if (next == null) {
                    return -1;
                }
                current = next;
                position = 0;
            }
            int count = Math.min(length, current.length - position);
            System.arraycopy(current, position, target, offset, count);
            position += count;
            return count;
        }

        @Override
        public void close() {
            signal(() -> closed = true);
        }
    }
}
