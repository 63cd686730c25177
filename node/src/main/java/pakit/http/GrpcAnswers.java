package pakit.http;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;

/// Writes answers to gRPC calls: one message and its status behind it, or a status with the words of the failure.
final class GrpcAnswers {
    /// What stands before a message: whether it is compressed, and its length.
    static final int PREFIX_BYTES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(GrpcAnswers.class);
    private static final CharSequence GRPC = HttpHeaders.createOptimized("application/grpc");
    static final CharSequence STATUS = HttpHeaders.createOptimized("grpc-status");
    static final CharSequence MESSAGE = HttpHeaders.createOptimized("grpc-message");
    private static final CharSequence OK = HttpHeaders.createOptimized("0");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private GrpcAnswers() {}

    /// @param framed the message behind its prefix
    /// @return ends when the client's window has taken it all
    static Future<Void> message(HttpServerRequest request, byte[] framed) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, GRPC).putTrailer(STATUS, OK);
        return response.end(Buffer.buffer(framed));
    }

    /// The message behind its prefix.
    static byte[] framed(MessageLite message) {
        int size = message.getSerializedSize();
        byte[] frame = new byte[PREFIX_BYTES + size];
        for (int i = 1; i < PREFIX_BYTES; i++) {
            frame[i] = (byte) (size >>> Byte.SIZE * (PREFIX_BYTES - 1 - i));
        }
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(frame, PREFIX_BYTES, size);
            message.writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the array has the message's size
        }
        return frame;
    }

    /// Answers a call that failed before its answer began, in the words that REST uses too.
    static void failed(HttpServerRequest request, Throwable failure) {
        switch (failure) {
            case PakitException ours -> write(request, GrpcStatus.of(ours), String.valueOf(ours.getMessage()));
            case HttpFailure http -> write(request, GrpcStatus.of(http), String.valueOf(http.getMessage()));
            default -> {
                LOG.error("{} failed", request.path(), failure);
                write(request, GrpcStatus.INTERNAL, "the node failed to answer; its log says why");
            }
        }
    }

    private static void write(HttpServerRequest request, GrpcStatus status, String words) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, GRPC)
                    .putHeader(STATUS, Integer.toString(status.code()))
                    .putHeader(MESSAGE, percentEncoded(words))
                    .end();
        }
    }

    /// As the gRPC protocol wants it: ASCII that can be printed stands for itself.
    static String percentEncoded(String words) {
        StringBuilder text = new StringBuilder(words.length());
        for (byte each : words.getBytes(StandardCharsets.UTF_8)) {
            if (each >= ' ' && each <= '~' && each != '%') {
                text.append((char) each);
            } else {
                text.append('%').append(HEX.toHexDigits(each));
            }
        }
        return text.toString();
    }
}
