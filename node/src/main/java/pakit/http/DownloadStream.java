package pakit.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The body of an answer for a thread that may wait. Bytes that the socket has not taken yet are counted, and beyond
/// [#WINDOW_BYTES] the writer waits: a slow client makes a slow writer, not a full memory.
///
/// Nothing is sent before the first buffer is full or [#finish] is called, so whatever fails early can still be
/// answered with a problem document. One writer.
final class DownloadStream extends OutputStream {
    private static final int WINDOW_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    private final HttpServerResponse response;
    private final Duration silenceMax;
    private final Semaphore window = new Semaphore(WINDOW_BYTES);
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;
    private volatile @Nullable Throwable broken;

    DownloadStream(HttpServerResponse response, Duration silenceMax) {
        this.response = response;
        this.silenceMax = silenceMax;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int written = 0;
        while (written < length) {
            if (filled == buffer.length) {
                send();
            }
            int count = Math.min(length - written, buffer.length - filled);
            System.arraycopy(bytes, offset + written, buffer, filled, count);
            filled += count;
            written += count;
        }
    }

    /// Sends what is left and ends the answer. An answer that is not finished is cut off by whoever made this stream.
    void finish() throws IOException {
        check();
        if (!response.headWritten()) {
            response.end(Buffer.buffer(Arrays.copyOf(buffer, filled)));
            return;
        }
        if (filled > 0) {
            send();
        }
        response.end();
    }

    private void send() throws IOException {
        check();
        int count = filled;
        acquire(count);
        if (!response.headWritten()) {
            response.setChunked(true);
        }
        response.write(Buffer.buffer(Arrays.copyOf(buffer, count))).onComplete(sent -> sent(sent, count));
        filled = 0;
    }

    private void acquire(int count) throws IOException {
        try {
            if (!window.tryAcquire(count, silenceMax.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ClientGone("the client took nothing for " + silenceMax.toSeconds() + " s", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the node is stopping", e);
        }
    }

    private void sent(AsyncResult<Void> sent, int count) {
        if (sent.failed()) {
            broken = sent.cause();
        }
        window.release(count);
    }

    private void check() throws IOException {
        Throwable cause = broken;
        if (cause != null || response.closed()) {
            throw new ClientGone("the client went away", cause);
        }
    }

    /// Nobody waits for the rest of the answer.
    static final class ClientGone extends IOException {
        private static final long serialVersionUID = 1L;

        ClientGone(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
