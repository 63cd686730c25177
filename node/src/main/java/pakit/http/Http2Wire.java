package pakit.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A client's end of a connection of HTTP/2 (RFC 9113), with one stream at a time. It speaks just what Pakit answers
/// with: no padding, heads that fit into a frame. What it sends in one stream is less than a frame
/// takes, and is answered only when it has been read, so it never has to wait for a window. Belongs to one thread.
final class Http2Wire implements AutoCloseable {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;

    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;

    private static final int FRAME_BYTES_MAX = 1 << 14;
    private static final int HEADER_TABLE_SIZE = 1;
    private static final int SETTING_BYTES = 6;
    private static final int WINDOW_GIVEN_BACK = 1 << 15; // half of what there is at first

    private static final int STREAM_MAX = Integer.MAX_VALUE - 4;

    private final Socket socket;
    private final DataInputStream in;
    private final ByteBuf out = Unpooled.buffer(1 << 10);
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private int stream = -1;
    private int takenOfConnection;
    private int takenOfStream;
    private boolean over;

    Http2Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out.writeBytes(PREFACE);
        frame(SETTINGS, 0, 0, 0);
    }

    /// Sends a request and waits for the end of its answer.
    ///
    /// @return what came last: the trailers, or the only headers
    Http2Headers ask(Http2Headers head, byte[] body) throws IOException {
        stream += 2;
        takenOfStream = 0;
        int at = out.writerIndex();
        frame(HEADERS, END_HEADERS, stream, 0);
        int begin = out.writerIndex();
        encode(head);
        out.setMedium(at, out.writerIndex() - begin);
        frame(DATA, END_STREAM, stream, body.length);
        out.writeBytes(body);
        flush();
        Http2Headers end = null;
        while (end == null) {
            end = frame();
        }
        return end;
    }

    /// Whether the server takes no more requests on this connection.
    boolean isOver() {
        return over || stream > STREAM_MAX;
    }

    private void encode(Http2Headers head) throws IOException {
        try {
            encoder.encodeHeaders(stream, head, out);
        } catch (Http2Exception e) {
            throw new IOException("the request's headers cannot be sent", e);
        }
    }

    private void frame(int type, int flags, int of, int length) {
        out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(of);
    }

    private void flush() throws IOException {
        out.readBytes(socket.getOutputStream(), out.readableBytes());
        out.clear();
    }

    /// Reads a frame.
    ///
    /// @return the headers that end the stream, if it holds them
    private @Nullable Http2Headers frame() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int of = in.readInt();
        int length = lengthAndType >>> Byte.SIZE;
        if (length > FRAME_BYTES_MAX) {
            throw new IOException("the answer is no HTTP/2: a frame of " + length + " bytes");
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        switch (lengthAndType & 0xff) {
            case HEADERS -> {
                Http2Headers headers = headers(flags, payload);
                return of == stream && (flags & END_STREAM) != 0 ? headers : null;
            }
            case DATA -> taken(flags, length);
            case SETTINGS -> settings(flags, payload);
            case PING -> pong(flags, payload);
            case GOAWAY -> over = true;
            case RST_STREAM -> {
                if (of == stream) {
                    throw new IOException("the server broke the call off");
                }
            }
            default -> {} // nothing that a client has to know
        }
        return null;
    }

    private Http2Headers headers(int flags, byte[] payload) throws IOException {
        if ((flags & END_HEADERS) == 0 || (flags & PADDED) != 0) {
            throw new IOException("the answer has headers in a form that Pakit never sends");
        }
        try {
            int begin = (flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES;
            return decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload, begin, payload.length - begin));
        } catch (Http2Exception e) {
            throw new IOException("the answer's headers cannot be read: " + e.getMessage(), e);
        }
    }

    /// Gives the windows back before they are used up.
    private void taken(int flags, int length) throws IOException {
        if ((flags & END_STREAM) != 0) {
            throw new IOException("the answer is none of gRPC: it has no trailers");
        }
        takenOfConnection += length;
        takenOfStream += length;
        if (takenOfConnection >= WINDOW_GIVEN_BACK) {
            frame(WINDOW_UPDATE, 0, 0, Integer.BYTES);
            out.writeInt(takenOfConnection);
            takenOfConnection = 0;
            flush();
        }
        if (takenOfStream >= WINDOW_GIVEN_BACK) {
            frame(WINDOW_UPDATE, 0, stream, Integer.BYTES);
            out.writeInt(takenOfStream);
            takenOfStream = 0;
            flush();
        }
    }

    private void settings(int flags, byte[] payload) throws IOException {
        if ((flags & ACK) != 0) {
            return;
        }
        ByteBuf settings = Unpooled.wrappedBuffer(payload);
        while (settings.readableBytes() >= SETTING_BYTES) {
            int which = settings.readUnsignedShort();
            long value = settings.readUnsignedInt();
            if (which == HEADER_TABLE_SIZE) {
                limitHeaderTable(value);
            }
        }
        frame(SETTINGS, ACK, 0, 0);
        flush();
    }

    private void limitHeaderTable(long bytes) throws IOException {
        try {
            encoder.maxHeaderTableSize(bytes);
        } catch (Http2Exception e) {
            throw new IOException("the server's settings are no HTTP/2: " + e.getMessage(), e);
        }
    }

    private void pong(int flags, byte[] payload) throws IOException {
        if ((flags & ACK) == 0) {
            frame(PING, ACK, 0, payload.length);
            out.writeBytes(payload);
            flush();
        }
    }

    @Override
    public void close() {
        try (socket) {
            encoder.close();
        } catch (IOException e) {
            // It is given up anyway.
        }
    }
}
