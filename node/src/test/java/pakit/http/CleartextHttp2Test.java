package pakit.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;

/// Speaks HTTP/2 without encryption byte by byte, and stops in the middle of it.
@Timeout(60)
class CleartextHttp2Test {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] NO_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final int HEADERS = 1;
    private static final int END_HEADERS = 4;

    @TempDir
    private Path modelDir;

    private ModelServer models;
    private Port port;

    @BeforeEach
    void open() {
        models = new SteadyModels().start(modelDir, "1.0.0");
        port = Port.open(new PlayedNode(), models, Port.settings(Port.limits(Duration.ofMillis(300))));
    }

    @AfterEach
    void close() {
        port.close();
        models.close();
    }

    /// Where a client falls silent.
    enum Silence {
        AT_ONCE,
        IN_THE_PREFACE,
        AFTER_THE_PREFACE,
        AFTER_THE_SETTINGS,
        IN_A_FRAME,
        IN_A_CALL;

        byte[] said() throws IOException {
            var said = new ByteArrayOutputStream();
            switch (this) {
                case AT_ONCE -> {}
                case IN_THE_PREFACE -> said.write(PREFACE, 0, 8);
                case AFTER_THE_PREFACE -> said.write(PREFACE);
                case AFTER_THE_SETTINGS -> begin(said);
                case IN_A_FRAME -> {
                    begin(said);
                    said.write(new byte[] {0, 1});
                }
                case IN_A_CALL -> {
                    begin(said);
                    call(said);
                }
            }
            return said.toByteArray();
        }
    }

    @ParameterizedTest
    @EnumSource
    void silentConnectionsAreClosed(Silence silence) throws Exception {
        byte[] heard = heardAfter(silence.said());

        assertThat(heard).as("what the node says until it closes").hasSizeLessThan(1024);
        if (silence == Silence.IN_A_CALL) {
            assertThat(new String(heard, US_ASCII)).contains("did not end within 300 ms");
        }
    }

    @Test
    void anUpgradeFromHttp1IsAnsweredAndClosedWhenSilent() throws Exception {
        byte[] heard =
                heardAfter(("GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")
                        .getBytes(US_ASCII));

        assertThat(new String(heard, US_ASCII)).startsWith("HTTP/1.1 101 ").contains("{\"live\":true}");
    }

    private byte[] heardAfter(byte[] said) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), port.address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(said);
            return socket.getInputStream().readAllBytes();
        }
    }

    private static void begin(OutputStream out) throws IOException {
        out.write(PREFACE);
        out.write(NO_SETTINGS);
    }

    /// The headers of a call whose message never comes.
    private static void call(OutputStream out) throws IOException {
        var block = new ByteArrayOutputStream();
        header(block, ":method", "POST");
        header(block, ":scheme", "http");
        header(block, ":path", GrpcMethods.SERVICE + "ModelInfer");
        header(block, ":authority", "localhost");
        header(block, "content-type", "application/grpc");
        header(block, "te", "trailers");
        out.write(new byte[] {0, 0, (byte) block.size(), HEADERS, END_HEADERS, 0, 0, 0, 1});
        block.writeTo(out);
    }

    /// A literal that is not indexed, of RFC 7541, 6.2.2.
    private static void header(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        for (String each : new String[] {name, value}) {
            block.write(each.length());
            block.writeBytes(each.getBytes(US_ASCII));
        }
    }
}
