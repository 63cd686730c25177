package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pakit.http.GuardedPort.awaitThat;
import static pakit.http.GuardedPort.protection;
import static pakit.http.GuardedPort.request;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.access.Role;
import pakit.access.TestCertificates;
import pakit.access.TlsTrust;
import pakit.error.PakitException;

/// The port with encryption and certificates.
@Timeout(60)
class EncryptedPortTest {
    @TempDir
    private Path directory;

    private GuardedPort port;

    @BeforeEach
    void open() throws IOException {
        port = new GuardedPort(directory);
    }

    @AfterEach
    void close() throws Exception {
        port.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void encryptedItSpeaksBothVersions(String version) throws Exception {
        URI address = port.openEncrypted(Optional.empty());
        HttpClient.Version wanted = HttpClient.Version.valueOf(version);
        try (HttpClient client = HttpClient.newBuilder()
                .version(wanted)
                .sslContext(port.believing(Optional.empty()))
                .build()) {
            var answer = client.send(
                    request(address, "/v1/stats", "Authorization", "Bearer " + port.reader.text()),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(wanted);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(client.send(request(address, "/v1/stats"), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void anAnswerThatBreaksOffLeavesOtherRequestsOfItsConnectionAlone() throws Exception {
        URI address = port.openEncrypted(Optional.empty());
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(port.believing(Optional.empty()))
                .build()) {
            String[] header = {"Authorization", "Bearer " + port.reader.text()};
            var slow = client.sendAsync(request(address, "/v1/health", header), BodyHandlers.ofString());
            port.slowBegun.join();
            assertThatThrownBy(() -> client.send(
                            request(address, "/v1/files/breaks?format=raw", header), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            port.slowMayEnd.complete(null);
            assertThat(slow.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whoBelievesAnotherAuthorityDoesNotTalkToTheNode() throws Exception {
        URI address = port.openEncrypted(Optional.empty());
        TestCertificates other = new TestCertificates(port.directory, "other");
        SSLContext context =
                TlsTrust.client(Optional.of(TlsTrust.authorities(other.file(), "the authority")), Optional.empty());

        try (RemoteNode remote =
                        new RemoteNode(new NodeAddress(address, Optional.of(port.operator), Optional.of(context)));
                RemoteNode cleartext =
                        new RemoteNode(NodeAddress.open(URI.create("http://127.0.0.1:" + address.getPort())))) {
            assertThatThrownBy(remote::stats)
                    .isInstanceOf(PakitException.Unavailable.class)
                    .hasMessageContaining("certification path");
            assertThatThrownBy(cleartext::stats).isInstanceOf(PakitException.Unavailable.class);
        }
    }

    @Test
    void theVerbsOfTheOwnerBelieveThisCertificateAlone() throws Exception {
        URI address = port.openEncrypted(Optional.empty());
        SSLContext exactly = TlsTrust.client(Optional.of(TlsTrust.exactly(port.shown.certificate())), Optional.empty());
        SSLContext another = TlsTrust.client(
                Optional.of(
                        TlsTrust.exactly(port.authority.issue("twin", "CN=node").certificate())),
                Optional.empty());

        try (RemoteNode own = new RemoteNode(new NodeAddress(address, Optional.of(port.local), Optional.of(exactly)));
                RemoteNode twin =
                        new RemoteNode(new NodeAddress(address, Optional.of(port.local), Optional.of(another)))) {
            assertThat(own.gc()).isEqualTo(new PlayedNode().gc());
            assertThatThrownBy(twin::gc)
                    .isInstanceOf(PakitException.Unavailable.class)
                    .hasMessageContaining("not the one that its home names");
        }
        assertThat(port.actors).containsExactly("cli");
    }

    @Test
    void certificatesLetInWhomTheFileNames() throws Exception {
        Files.writeString(port.file(), Files.readString(port.file()) + "ops operator subject:CN=ops,O=Example\n");
        URI address = port.openEncrypted(Optional.of(Role.READER));
        TestCertificates.Pair ops = port.authority.issue("ops", "CN=ops,O=Example");
        TestCertificates.Pair guest = port.authority.issue("guest", "CN=guest");

        try (RemoteNode asOps = remote(address, ops);
                RemoteNode asGuest = remote(address, guest)) {
            asOps.gc();
            assertThat(asGuest.stats()).isEqualTo(port.node.stats());
            assertThatThrownBy(asGuest::gc)
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("'CN=guest' has the role reader");
        }
        assertThat(port.actors).containsExactly("ops");
    }

    private RemoteNode remote(URI address, TestCertificates.Pair showing) {
        return new RemoteNode(
                new NodeAddress(address, Optional.empty(), Optional.of(port.believing(Optional.of(showing)))));
    }

    @Test
    void certificatesOfAnotherAuthorityAreCutOff() throws Exception {
        URI address = port.openEncrypted(Optional.of(Role.OPERATOR));
        TestCertificates.Pair forged =
                new TestCertificates(port.directory, "forger").issue("forged", "CN=ops,O=Example");

        try (RemoteNode remote = remote(address, forged)) {
            assertThatThrownBy(remote::stats).isInstanceOf(PakitException.Refused.class);
        } catch (PakitException.Unavailable cutOff) {
            // with TLS 1.3 the client may hear of it only when it reads
        }
        assertThat(port.actors).isEmpty();
    }

    @Test
    void aRenewedCertificateIsTakenOver() throws Exception {
        URI address = port.openEncrypted(Optional.empty());
        TestCertificates.Pair renewed = port.authority.issue("renewed", "CN=renewed");
        Files.copy(renewed.key(), port.shown.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.copy(renewed.certificate(), port.shown.certificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        awaitThat(() -> {
            try (HttpClient client = HttpClient.newBuilder()
                    .sslContext(port.believing(Optional.empty()))
                    .build()) {
                return client.send(request(address, "/v2/health/live"), BodyHandlers.ofString())
                        .sslSession()
                        .orElseThrow()
                        .getPeerPrincipal()
                        .getName()
                        .equals("CN=renewed");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2", "none"})
    void silentConnectionsAreClosedAlsoWhenEncrypted(String protocol) throws Exception {
        Protection encrypted = protection(
                port.access(Optional.empty()), Optional.of(new ServerTls(port.identity(port.shown), Optional.empty())));
        URI address = port.open(
                new HttpSettings("127.0.0.1", 0, 1, Port.limits(Duration.ofMillis(300)), encrypted, Optional.empty()));

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            if (protocol.equals("none")) {
                assertThat(socket.getInputStream().readAllBytes()).isEmpty();
                return;
            }
            try (SSLSocket tls = (SSLSocket) port.believing(Optional.empty())
                    .getSocketFactory()
                    .createSocket(socket, "localhost", address.getPort(), false)) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {protocol});
                tls.setSSLParameters(parameters);
                tls.startHandshake();
                assertThat(tls.getApplicationProtocol()).isEqualTo(protocol);
                assertThat(tls.getInputStream().readAllBytes()).hasSizeLessThan(1024); // h2: its settings, then the end
            }
        }
    }
}
