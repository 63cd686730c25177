package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.access.Access;
import pakit.access.AccessFile;
import pakit.access.Principal;
import pakit.access.Role;
import pakit.access.TestCertificates;
import pakit.access.TlsIdentity;
import pakit.access.TlsTrust;
import pakit.access.Token;
import pakit.error.PakitException;
import pakit.load.Connector;
import pakit.load.LoadTarget;
import pakit.load.SampleRows;
import pakit.ml.models.TensorSpec;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;

/// The load test's callers against a real port, and against servers that are none.
@Timeout(120)
class GrpcCallerTest {
    private static final SampleRows ROWS = new SampleRows(
            new TensorSpec("features", "FP32", List.of(-1L, 3L)),
            List.of(new float[] {1, 2, 3}, new float[] {4, 5, 6}));
    private static final int CALLS = 2_000; // their answers take several windows

    @TempDir
    private Path directory;

    @Test
    void callsGoOnOverOneConnection() throws Exception {
        try (ModelServer models = models();
                Port port = Port.open(new PlayedNode(), models, Port.settings());
                LoadTarget.Caller caller = target(port, SteadyModels.NAME).connect()) {
            for (int i = 0; i < CALLS; i++) {
                caller.call(i);
            }
            assertThat(port.get("/metrics").body()).contains("pakit_http_connections 2\n"); // and the asking one
        }
    }

    @Test
    void failuresAreNamedByTheirStatus() throws Exception {
        try (ModelServer models = models();
                Port port = Port.open(new PlayedNode(), models, Port.settings());
                LoadTarget.Caller caller = target(port, "n%bödy").connect()) {
            LoadTarget.Failed failed = failure(caller);
            assertThat(failed).hasMessageContaining("no model 'n%bödy' is loaded");
            assertThat(failed).hasFieldOrPropertyWithValue("kind", "status NOT_FOUND");
            assertThat(failure(caller)).hasFieldOrPropertyWithValue("kind", "status NOT_FOUND");
        }
    }

    @Test
    void tokensAndEncryptionAreThoseOfThePort() throws Exception {
        Token reader = Token.random(new SecureRandom());
        Path file = directory.resolve("tokens");
        AccessFile.add(file, new Principal("load", Role.READER), reader);
        TestCertificates authority = new TestCertificates(directory, "authority");
        TestCertificates.Pair shown = authority.issue("node", "CN=node");
        ServerTls tls = new ServerTls(
                TlsIdentity.open(shown.certificate(), shown.key(), InstantSource.system()), Optional.empty());
        Access access =
                Access.guarded(Optional.of(AccessFile.open(file)), Optional.empty(), Token.random(new SecureRandom()));
        SocketFactory sockets = TlsTrust.client(
                        Optional.of(TlsTrust.authorities(authority.file(), "the authority")), Optional.empty())
                .getSocketFactory();
        var protection = new Protection(access, Optional.of(tls), Set.of(), Protection.Cleartext.ON_LOOPBACK_ONLY);
        try (ModelServer models = models();
                Port port = Port.open(new PlayedNode(), models, Port.settings(protection))) {
            URI address = URI.create("https://127.0.0.1:" + port.address().getPort());
            Map<String, String> token = Map.of("Authorization", "Bearer " + reader.text());
            try (LoadTarget.Caller known = GrpcTarget.infer(address, sockets, token, SteadyModels.NAME, ROWS)
                            .connect();
                    LoadTarget.Caller stranger = GrpcTarget.infer(address, sockets, Map.of(), SteadyModels.NAME, ROWS)
                            .connect()) {
                known.call(0);
                known.call(1);
                assertThat(failure(stranger)).hasFieldOrPropertyWithValue("kind", "status UNAUTHENTICATED");
            }
        }
    }

    @Test
    void aConnectionThatTheServerEndedIsOpenedAgain() throws Exception {
        try (ModelServer models = models();
                Port port = Port.open(new PlayedNode(), models, Port.settings(Port.limits(Duration.ofMillis(300))));
                LoadTarget.Caller caller = target(port, SteadyModels.NAME).connect()) {
            awaitAnswer(caller); // so that the node knows of the connection
            awaitNoConnection(port); // the node closes those that are idle
            assertThat(failure(caller)).hasFieldOrPropertyWithValue("kind", "connection");
            awaitAnswer(caller);
        }
    }

    @Test
    void whatIsNotAnsweredInTimeIsATimeout() throws Exception {
        against(socket -> {}, caller -> assertThat(failure(caller)).hasFieldOrPropertyWithValue("kind", "timeout"));
    }

    @Test
    void whatIsNoHttp2IsAFailure() throws Exception {
        byte[] other = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        against(
                socket -> write(socket, other),
                caller -> assertThat(failure(caller)).hasMessageContaining("no HTTP/2"));
    }

    @Test
    void nobodyThereIsSaidBeforeTheTest() throws IOException {
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // taken, and nobody listens
            URI address = URI.create("http://127.0.0.1:" + bound.getLocalPort());
            LoadTarget target = GrpcTarget.infer(address, SocketFactory.getDefault(), Map.of(), "m", ROWS);
            assertThatThrownBy(target::connect)
                    .isInstanceOf(PakitException.Unavailable.class)
                    .hasMessageContaining("nobody answers at http://");
        }
    }

    /// Lets a caller ask a server that does one thing with each connection.
    private static void against(Consumer<Socket> server, Consumer<LoadTarget.Caller> test) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + listening.getLocalPort());
            Connector connector = new Connector(address, SocketFactory.getDefault(), "h2", Duration.ofMillis(500));
            try (GrpcCaller caller = new GrpcCaller(connector, "/s/M", Map.of(), List.of(new byte[5]));
                    Socket accepted = listening.accept()) {
                server.accept(accepted);
                test.accept(caller);
            }
        }
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ModelServer models() {
        return new SteadyModels().start(directory.resolve("models"), "1.0.0");
    }

    private static LoadTarget target(Port port, String model) {
        return GrpcTarget.infer(port.address(), SocketFactory.getDefault(), Map.of(), model, ROWS);
    }

    private static LoadTarget.Failed failure(LoadTarget.Caller caller) {
        return catchThrowableOfType(LoadTarget.Failed.class, () -> caller.call(0));
    }

    /// In time, before the next connection is closed too.
    private static void awaitAnswer(LoadTarget.Caller caller) {
        boolean answered = false;
        while (!answered) {
            answered = failure(caller) == null;
        }
    }

    /// But that by which it is asked.
    private static void awaitNoConnection(Port port) throws Exception {
        while (!port.get("/metrics").body().contains("pakit_http_connections 1\n")) {
            Thread.onSpinWait(); // until the test's time is over
        }
    }
}
