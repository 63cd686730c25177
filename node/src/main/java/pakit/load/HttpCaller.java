package pakit.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// One connection to a port, opened again after a failure. It speaks just the HTTP/1.1 that Pakit answers with: a
/// status line, headers, a body of a length that is told.
final class HttpCaller implements LoadTarget.Caller {
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final String LENGTH = "content-length:";

    private final Connector connector;
    private final List<byte[]> requests;
    private byte[] buffer = new byte[1 << 13];
    private @Nullable Socket socket;

    HttpCaller(Connector connector, List<byte[]> requests) {
        this.connector = connector;
        this.requests = requests;
        try {
            socket = connector.open();
        } catch (IOException e) {
            throw new PakitException.Unavailable("nobody answers at " + connector.address() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void call(long number) throws LoadTarget.Failed {
        boolean whole = false;
        try {
            Socket connection = socket == null ? connector.open() : socket;
            socket = connection;
            OutputStream out = connection.getOutputStream();
            out.write(requests.get((int) (number % requests.size())));
            answer(connection.getInputStream());
            whole = true;
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

    private void answer(InputStream in) throws IOException, LoadTarget.Failed {
        int filled = 0;
        int headEnd = -1;
        while (headEnd < 0) {
            filled = more(in, filled);
            headEnd = headEnd(filled);
        }
        int length = bodyLength(headEnd);
        while (filled < headEnd + length) {
            filled = more(in, filled);
        }
        if (!isOk()) {
            String head = text(0, headEnd);
            throw new LoadTarget.Failed("status " + head.substring(9, 12), text(headEnd, filled));
        }
    }

    private int more(InputStream in, int filled) throws IOException {
        if (filled == buffer.length) {
            if (filled >= ANSWER_BYTES_MAX) {
                throw new IOException("the answer is longer than " + ANSWER_BYTES_MAX + " bytes");
            }
            buffer = Arrays.copyOf(buffer, filled * 2);
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            throw new EOFException("closed by the server");
        }
        return filled + read;
    }

    /// The index after the empty line that ends the head, or -1.
    private int headEnd(int filled) {
        for (int i = 3; i < filled; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private int bodyLength(int headEnd) throws IOException {
        String head = text(0, headEnd).toLowerCase(Locale.ROOT);
        int at = head.indexOf(LENGTH);
        if (!head.startsWith("http/1.1 ") || at < 0) {
            throw new IOException("the answer is no HTTP/1.1 with a length: "
                    + head.lines().findFirst().orElse(""));
        }
        int end = head.indexOf('\r', at);
        return Integer.parseInt(head.substring(at + LENGTH.length(), end).strip());
    }

    private boolean isOk() {
        return buffer[9] == '2' && buffer[10] == '0' && buffer[11] == '0';
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is given up anyway.
            }
        }
    }
}
