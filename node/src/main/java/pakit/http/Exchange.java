package pakit.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import pakit.error.PakitException;
import pakit.node.NodeJson;
import pakit.node.NodeOperations.TreeSource;
import pakit.tar.TarTreeWriter;

/// Sends requests to a node and turns its problem documents back into the failures they were made of. A node that
/// cannot be reached, or goes away in the middle, is [PakitException.Unavailable]. Thread-safe.
final class Exchange implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private final NodeAddress node;
    private final URI address;
    private final Duration silenceMax;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    /// @param silenceMax how long the node may send nothing in the middle of an answer, or before one that needs no
    ///     long work
    Exchange(NodeAddress node, Duration silenceMax) {
        this.node = node;
        this.address = node.uri();
        this.silenceMax = silenceMax;
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_MAX)
                .executor(threads);
        node.tls().ifPresent(client::sslContext);
        this.client = client.build();
    }

    /// An answer that needs no long work.
    byte[] bytes(String path) {
        return send(request(path).GET().timeout(silenceMax));
    }

    /// An answer that may take as long as it takes.
    byte[] send(String method, String path, BodyPublisher body) {
        return send(request(path).method(method, body));
    }

    /// As [#bytes], read as JSON.
    <T> T ask(String path, Class<T> type) {
        return NodeJson.read(bytes(path), type);
    }

    /// As [#send], without a body, the answer read as JSON.
    <T> T order(String method, String path, Class<T> type) {
        return NodeJson.read(send(method, path, BodyPublishers.noBody()), type);
    }

    byte[] sendJson(String path, Object body) {
        return sendJson("POST", path, body);
    }

    byte[] sendJson(String method, String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(NodeJson.write(body))));
    }

    private byte[] send(HttpRequest.Builder request) {
        return bodyOf(join(client.sendAsync(request.build(), patiently())));
    }

    /// Sends a tree as a tar stream while `source`, on the calling thread, tells it.
    byte[] upload(String path, TreeSource source) {
        return upload(path, Map.of(), source);
    }

    /// As [#upload(String, TreeSource)], with further headers.
    byte[] upload(String path, Map<String, String> headers, TreeSource source) {
        return upload(path, "application/x-tar", headers, out -> {
            TarTreeWriter tar = new TarTreeWriter(out, "tree");
            source.tell(tar);
            tar.finish();
        });
    }

    /// Sends a stream while `writer`, on the calling thread, writes it.
    byte[] upload(String path, String mediaType, Map<String, String> headers, Writer writer) {
        BoundedPipe pipe = new BoundedPipe();
        HttpRequest.Builder request = request(path)
                .header("Content-Type", mediaType)
                .expectContinue(true)
                .POST(BodyPublishers.ofInputStream(pipe::source));
        headers.forEach(request::header);
        return upload(request.build(), pipe, writer);
    }

    private byte[] upload(HttpRequest request, BoundedPipe pipe, Writer writer) {
        var answer = client.sendAsync(request, patiently());
        var freed = answer.whenComplete((response, failure) -> close(pipe.source())); // else the writer waits for ever
        try {
            writer.write(pipe.sink());
            pipe.end();
        } catch (IOException | RuntimeException e) {
            pipe.fail(e);
            throw uploadFailure(answer, e);
        }
        return bodyOf(join(freed));
    }

    /// Whoever failed first has the reason: the node, whose answer ended the upload, or the source.
    private RuntimeException uploadFailure(CompletableFuture<HttpResponse<InputStream>> answer, Exception source) {
        if (source instanceof BoundedPipe.NobodyReads) {
            bodyOf(join(answer));
            return new PakitException.Unavailable("the node at " + address + " answered before it had read everything");
        }
        return source instanceof RuntimeException e ? e : TreeSource.unreadable((IOException) source);
    }

    /// Hands a streamed answer to `reader`.
    void download(String path, Reader reader) throws IOException {
        download(request(path).GET().timeout(silenceMax), reader);
    }

    /// As [#download(String, Reader)], for an answer that may take its time to begin.
    void download(String method, String path, Reader reader) throws IOException {
        download(request(path).method(method, BodyPublishers.noBody()), reader);
    }

    private void download(HttpRequest.Builder request, Reader reader) throws IOException {
        HttpResponse<InputStream> response = join(client.sendAsync(request.build(), patiently()));
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw failure(response);
            }
            reader.read(new Body(body, response.headers().firstValue(BrokenAnswers.HEADER)));
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
        node.token().ifPresent(token -> request.header("Authorization", "Bearer " + token.text()));
        return request;
    }

    private BodyHandler<InputStream> patiently() {
        return head -> new PatientBody(silenceMax);
    }

    private <T> HttpResponse<T> join(CompletableFuture<HttpResponse<T>> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw gone(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new PakitException.Unavailable("interrupted while waiting for the node at " + address, e);
        }
    }

    private PakitException gone(Throwable cause) {
        return new PakitException.Unavailable(
                "the node at " + address + " cannot be reached or went away ("
                        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage())
                        + "); is it running?",
                cause);
    }

    private byte[] bodyOf(HttpResponse<InputStream> response) {
        if (response.statusCode() / 100 != 2) {
            throw failure(response);
        }
        return whole(response);
    }

    private byte[] whole(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private PakitException failure(HttpResponse<InputStream> response) {
        int status = response.statusCode();
        Problem problem;
        try {
            problem = NodeJson.read(whole(response), Problem.class);
        } catch (PakitException.Invalid notOurs) {
            problem = Problem.of(status, "the node at " + address + " answered " + status);
        }
        String detail = problem.detail();
        return problem.failure().orElseGet(() -> failure(status, detail));
    }

    private PakitException failure(int status, String detail) {
        return switch (status) {
            case 401 ->
                new PakitException.Refused("the node at " + address + " does not let this verb in: " + detail
                        + "; PAKIT_TOKEN or --token-file gives it a token");
            case 403 -> new PakitException.Refused("the node at " + address + " refuses: " + detail);
            case 408, 429 -> new PakitException.Unavailable(detail);
            default ->
                status >= 400 && status < 500
                        ? new PakitException.Invalid(detail)
                        : new PakitException.Unavailable(detail);
        };
    }

    private PakitException brokenOff(Optional<String> ticket, IOException cause) {
        if (ticket.isPresent()) {
            try {
                byte[] why = bytes(BrokenAnswers.PATH + "/" + ticket.get());
                return NodeJson.read(why, Problem.class).failure().orElseGet(() -> gone(cause));
            } catch (PakitException unknown) {
                return gone(cause);
            }
        }
        return gone(cause);
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
        threads.close();
    }

    /// Gives a streamed body.
    interface Writer {
        void write(OutputStream body) throws IOException;
    }

    /// Takes a streamed answer.
    interface Reader {
        void read(InputStream body) throws IOException;
    }

    /// An answer's body. That it breaks is the node's failure, never the reader's.
    private final class Body extends FilterInputStream {
        private final Optional<String> ticket;

        Body(InputStream in, Optional<String> ticket) {
            super(in);
            this.ticket = ticket;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException e) {
                throw brokenOff(ticket, e);
            }
        }

        @Override
        public long skip(long bytes) {
            try {
                return in.skip(bytes);
            } catch (IOException e) {
                throw brokenOff(ticket, e);
            }
        }
    }
}
