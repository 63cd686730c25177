package pakit.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The body of a request for a thread that may wait. The event loop hands in buffers, the reader takes them out, and
/// for each one taken the next is asked for: a slow reader makes a slow client, not a full memory.
///
/// Assumptions: made on the request's event loop; one reader. Guarantees: at most [#WINDOW] buffers wait here; a client
/// that goes away or falls silent is an [IOException], never an early end.
final class UploadStream extends InputStream {
    /// Of at most 64 KiB each (see [HttpNode]).
    private static final int WINDOW = 16;

    private final HttpServerRequest request;
    private final Context loop;
    private final long silenceNanosMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Buffer> waiting = new ArrayDeque<>(WINDOW);
    private @Nullable IOException broken;
    private boolean ended;
    private boolean closed;
    private Buffer current = Buffer.buffer(0);
    private int position;

    UploadStream(HttpServerRequest request, Duration silenceMax) {
        this.request = request;
        this.loop = Objects.requireNonNull(Vertx.currentContext(), "not on the request's event loop");
        this.silenceNanosMax = silenceMax.toNanos();
        request.pause();
        request.handler(this::arrived);
        request.endHandler(nothing -> finished(null));
        request.exceptionHandler(
                failure -> finished(new IOException("the client went away: " + failure.getMessage(), failure)));
        request.fetch(WINDOW);
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
        if (position == current.length() && !next()) {
            return -1;
        }
        int count = Math.min(length, current.length() - position);
        current.getBytes(position, position + count, target, offset);
        position += count;
        return count;
    }

    /// Lets the rest of the body pass unread, so that the client gets to read its answer.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
        } finally {
            lock.unlock();
        }
        onLoop(request::resume);
    }

    /// Makes the next buffer the current one.
    ///
    /// @return false at the end of the body
    private boolean next() throws IOException {
        lock.lock();
        try {
            await();
            if (broken != null) {
                throw broken;
            }
            Buffer next = waiting.poll();
            if (next == null) {
                return false;
            }
            current = next;
            position = 0;
        } finally {
            lock.unlock();
        }
        onLoop(() -> request.fetch(1));
        return true;
    }

    /// Only there is it certain whether the request has ended; over HTTP/2 one that has takes no more wishes.
    private void onLoop(Runnable wish) {
        loop.runOnContext(nothing -> {
            if (!request.isEnded()) {
                wish.run();
            }
        });
    }

    private void await() throws IOException {
        long left = silenceNanosMax;
        try {
            while (waiting.isEmpty() && broken == null && !ended) {
                if (left <= 0) {
                    throw new HttpFailure(
                            408,
                            "the body stopped arriving; expected it to go on within "
                                    + Duration.ofNanos(silenceNanosMax).toMillis() + " ms");
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the node is stopping", e);
        }
    }

    private void arrived(Buffer buffer) {
        lock.lock();
        try {
            if (!closed && buffer.length() > 0) {
                waiting.add(buffer);
                changed.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        request.fetch(1);
    }

    private void finished(@Nullable IOException failure) {
        lock.lock();
        try {
            ended = true;
            broken = broken == null ? failure : broken;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
