package pakit.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.access.Token;

class NodeFileTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.5Z");
    private static final Token LOCAL = Token.random(new SecureRandom());

    @TempDir
    private Path home;

    @Test
    void aRunningNodeIsFound() throws IOException {
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NodeFile node = ofPort(port.getLocalPort());
            node.write(home);

            assertThat(NodeFile.running(home)).contains(node);
            assertThat(node.address()).isEqualTo(URI.create("http://127.0.0.1:" + port.getLocalPort()));
        }
    }

    @Test
    void aNodeWhosePortIsDeadIsNotRunning() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        NodeFile node = ofPort(port);
        node.write(home);

        assertThat(NodeFile.read(home)).contains(node);
        assertThat(NodeFile.running(home)).isEmpty();
    }

    @Test
    void aNodeWhoseProcessIsDeadIsNotRunning() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            new NodeFile(URI.create("http://127.0.0.1:" + port.getLocalPort()), gone.pid(), NOON, null, null)
                    .write(home);

            assertThat(NodeFile.running(home)).isEmpty();
        }
    }

    @Test
    void aHomeWithoutANodeAndHalfAFileNameNone() throws IOException {
        assertThat(NodeFile.read(home)).isEmpty();

        Files.writeString(home.resolve("node.json"), "{\"address\":\"http://127");
        assertThat(NodeFile.read(home)).isEmpty();
    }

    @Test
    void onlyItsOwnFileIsRemoved() throws IOException {
        NodeFile mine = ofPort(1);
        NodeFile later = ofPort(2);
        later.write(home);

        mine.remove(home);
        assertThat(NodeFile.read(home)).contains(later);
        later.remove(home);
        assertThat(NodeFile.read(home)).isEmpty();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void theTokenIsForItsOwnerAloneAndNotShown() throws IOException {
        NodeFile node = ofPort(1);
        node.write(home);

        assertThat(NodeFile.read(home)).contains(node);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("node.json"))))
                .isEqualTo("rw-------");
        assertThat(node.toString()).doesNotContain(LOCAL.text());
        assertThat(new String(NodeJson.write(node.withoutToken()), StandardCharsets.UTF_8))
                .doesNotContain(LOCAL.text(), "token");
    }

    @Test
    void anEncryptedPortIsNamedWithItsCertificate() {
        NodeFile node = ofPort(8443).encrypted(Path.of("/etc/pakit/tls.crt"));

        assertThat(node.address()).isEqualTo(URI.create("https://127.0.0.1:8443"));
        assertThat(node.certificate()).isEqualTo("/etc/pakit/tls.crt");
    }

    @Test
    void whatListensEverywhereIsReachedHere() throws IOException {
        InetSocketAddress everywhere = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 8080);

        assertThat(NodeFile.ofThisProcess(everywhere, NOON, LOCAL).address())
                .isEqualTo(URI.create("http://127.0.0.1:8080"));
    }

    private static NodeFile ofPort(int port) {
        return NodeFile.ofThisProcess(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), NOON, LOCAL);
    }
}
