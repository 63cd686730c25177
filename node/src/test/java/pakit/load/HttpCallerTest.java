package pakit.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pakit.error.PakitException;

/// Against a server of a few lines that reads four bytes and answers what it is told to, or hangs up.
@Timeout(60)
class HttpCallerTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String HANG_UP = "";
    private static final String SILENCE = "-";

    @SuppressWarnings("NullAway.Init") // set before each test
    private ServerSocket server;

    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    @Test
    void connectionsStayOpen() throws Exception {
        answer(OK, OK, OK);
        try (HttpCaller caller = caller()) {
            caller.call(0);
            caller.call(1);
            caller.call(2);
        }
        assertThat(connections).hasSize(1);
    }

    @Test
    void longAnswersAreReadWhole() throws Exception {
        answer("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n" + "x".repeat(100_000), OK);
        try (HttpCaller caller = caller()) {
            caller.call(0);
            caller.call(1);
        }
        assertThat(connections).hasSize(1);
    }

    @Test
    void otherStatusesAreFailuresOfTheirOwnKind() {
        answer("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy", OK);
        try (HttpCaller caller = caller()) {
            LoadTarget.Failed failed = failure(caller);
            assertThat(failed.kind()).isEqualTo("status 503");
            assertThat(failed).hasMessage("busy");
            assertThat(failure(caller)).isNull();
        }
    }

    @Test
    void aBrokenConnectionIsOpenedAgain() {
        answer(HANG_UP, OK);
        try (HttpCaller caller = caller()) {
            assertThat(failure(caller).kind()).isEqualTo("connection");
            assertThat(failure(caller)).isNull();
        }
        assertThat(connections).hasSize(2);
    }

    @Test
    void whatIsNotAnsweredInTimeIsATimeout() {
        answer(SILENCE, OK);
        try (HttpCaller caller = caller()) {
            assertThat(failure(caller).kind()).isEqualTo("timeout");
            assertThat(failure(caller)).isNull();
        }
    }

    @Test
    void whatIsNoHttpIsAFailure() {
        answer("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        try (HttpCaller caller = caller()) {
            assertThat(failure(caller)).hasMessageContaining("no HTTP/1.1");
        }
    }

    @Test
    void nobodyThereIsSaidBeforeTheTest() throws IOException {
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // taken, and nobody listens
            assertThatThrownBy(() -> caller(bound.getLocalPort()))
                    .isInstanceOf(PakitException.Unavailable.class)
                    .hasMessageContaining("nobody answers at http://");
        }
    }

    private void answer(String... lines) {
        answers.addAll(List.of(lines));
    }

    private HttpCaller caller() {
        return caller(server.getLocalPort());
    }

    private static HttpCaller caller(int port) {
        URI address = URI.create("http://127.0.0.1:" + port);
        return new HttpCaller(
                new Connector(address, SocketFactory.getDefault(), "http/1.1", Duration.ofMillis(500)),
                List.of("ping".getBytes(StandardCharsets.UTF_8)));
    }

    /// Null if the call went well.
    @SuppressWarnings("NullAway")
    private static LoadTarget.Failed failure(HttpCaller caller) {
        try {
            caller.call(0);
            return null;
        } catch (LoadTarget.Failed e) {
            return e;
        }
    }

    private void serve() {
        try {
            while (true) {
                Socket connection = server.accept();
                connections.add(connection);
                Thread.ofPlatform().daemon().start(() -> answerOn(connection));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void answerOn(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            while (in.readNBytes(4).length == 4) {
                String answer = answers.poll();
                if (answer == null || answer.equals(HANG_UP)) {
                    return;
                }
                if (!answer.equals(SILENCE)) {
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException gone) {
            // The caller has hung up.
        }
    }
}
