package pakit.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An answer's body as a stream whose reader waits for the next bytes as long as it says, and no longer: the client of
/// the JDK watches the time only until the answer's head is there. Takes one batch of buffers at a time, so a slow
/// reader holds the sender back. One thread reads.
final class PatientBody extends InputStream implements BodySubscriber<InputStream> {
    private final Duration silenceMax;
    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> arrived = new ArrayDeque<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;
    private @Nullable Signal end;

    private sealed interface Signal {
        record Bytes(List<ByteBuffer> buffers) implements Signal {}

        record Whole() implements Signal {}

        record Broken(Throwable cause) implements Signal {}
    }

    PatientBody(Duration silenceMax) {
        this.silenceMax = silenceMax;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.add(new Signal.Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        signals.add(new Signal.Broken(cause));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.Whole());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer next = next();
        if (next == null) {
            return -1;
        }
        int count = Math.min(length, next.remaining());
        next.get(buffer, offset, count);
        return count;
    }

    /// Bytes that were not read, or null at the end.
    private @Nullable ByteBuffer next() throws IOException {
        while (true) {
            ByteBuffer head = arrived.peek();
            if (head == null) {
                if (isOver()) {
                    return null;
                }
            } else if (head.hasRemaining()) {
                return head;
            } else {
                arrived.remove();
            }
        }
    }

    /// Waits for the next signal; says whether the body is whole.
    private boolean isOver() throws IOException {
        Signal signal = end == null ? await() : end;
        return switch (signal) {
            case Signal.Bytes bytes -> {
                arrived.addAll(bytes.buffers());
                askForMore();
                yield false;
            }
            case Signal.Whole whole -> {
                end = whole;
                yield true;
            }
            case Signal.Broken broken -> {
                end = broken;
                throw new IOException(broken.cause().getMessage(), broken.cause());
            }
        };
    }

    private Signal await() throws IOException {
        try {
            Signal signal = signals.poll(silenceMax.toNanos(), TimeUnit.NANOSECONDS);
            if (signal == null) {
                close();
                throw new IOException(
                        "nothing arrived for " + silenceMax.toMillis() + " ms in the middle of an answer");
            }
            return signal;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading an answer");
        }
    }

    private void askForMore() {
        Flow.Subscription open = subscription;
        if (open != null) {
            open.request(1);
        }
    }

    @Override
    public void close() {
        closed = true;
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
        if (end == null) {
            end = new Signal.Broken(new IOException("the answer was let go"));
        }
    }
}
