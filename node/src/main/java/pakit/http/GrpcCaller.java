package pakit.http;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.load.Connector;
import pakit.load.LoadTarget;

/// Calls one gRPC method over one connection, opened again after a failure.
final class GrpcCaller implements LoadTarget.Caller {
    private final Connector connector;
    private final Http2Headers head;
    private final List<byte[]> messages;
    private @Nullable Http2Wire wire;

    /// @param messages with their prefixes
    GrpcCaller(Connector connector, String path, Map<String, String> headers, List<byte[]> messages) {
        this.connector = connector;
        this.messages = messages;
        this.head = new DefaultHttp2Headers()
                .method("POST")
                .scheme(connector.address().getScheme())
                .path(path)
                .authority(connector.address().getAuthority())
                .add("te", "trailers")
                .add("content-type", "application/grpc");
        headers.forEach((name, value) -> head.add(name.toLowerCase(Locale.ROOT), value));
        try {
            wire = new Http2Wire(connector.open());
        } catch (IOException e) {
            throw new PakitException.Unavailable("nobody answers at " + connector.address() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void call(long number) throws LoadTarget.Failed {
        boolean whole = false;
        try {
            Http2Wire connection = wire == null ? new Http2Wire(connector.open()) : wire;
            wire = connection;
            Http2Headers end = connection.ask(head, messages.get((int) (number % messages.size())));
            whole = !connection.isOver();
            requireOk(end);
        } catch (SocketTimeoutException e) {
            throw new LoadTarget.Failed("timeout", "no answer within " + connector.millisMax() + " ms");
        } catch (IOException e) {
            throw new LoadTarget.Failed("connection", String.valueOf(e.getMessage()));
        } finally {
            if (!whole) {
                close(); // what is still to come would be taken for the next answer
            }
        }
    }

    /// @param end what came last: the trailers, or the only headers
    private static void requireOk(Http2Headers end) throws IOException, LoadTarget.Failed {
        CharSequence status = end.get(GrpcAnswers.STATUS);
        if (status == null) {
            throw new IOException("the answer is none of gRPC: it has no grpc-status, found " + end);
        }
        if (status.length() != 1 || status.charAt(0) != '0') {
            CharSequence words = end.get(GrpcAnswers.MESSAGE);
            throw new LoadTarget.Failed("status " + GrpcStatus.name(status.toString()), decoded(words));
        }
    }

    private static String decoded(@Nullable CharSequence words) {
        return words == null ? "" : URLDecoder.decode(words.toString().replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        Http2Wire open = wire;
        wire = null;
        if (open != null) {
            open.close();
        }
    }
}
