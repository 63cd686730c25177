package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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
import pakit.access.Access;
import pakit.access.AccessFile;
import pakit.access.Actor;
import pakit.access.Principal;
import pakit.access.Role;
import pakit.access.TestCertificates;
import pakit.access.TlsIdentity;
import pakit.access.TlsTrust;
import pakit.access.Token;
import pakit.error.PakitException;
import pakit.ml.serving.HealthReport;
import pakit.ml.serving.ModelServer;
import pakit.node.Results;
import pakit.tar.ToldTree;

/// The port with tokens, encryption and certificates.
@Timeout(60)
class SecurePortTest {
    private final Token reader = Token.random(new SecureRandom());
    private final Token operator = Token.random(new SecureRandom());
    private final Token local = Token.random(new SecureRandom());
    private final CompletableFuture<Void> slowBegun = new CompletableFuture<>();
    private final CompletableFuture<Void> slowMayEnd = new CompletableFuture<>();
    private final List<String> actors = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private TestCertificates authority;
    private TestCertificates.Pair shown;
    private AutoCloseable open = () -> {};

    /// Notes on whose behalf it works.
    private final PlayedNode node = new PlayedNode() {
        @Override
        public Results.Gc gc() {
            actors.add(Actor.name().orElse("nobody"));
            return super.gc();
        }

        @Override
        public HealthReport health() {
            slowBegun.complete(null);
            slowMayEnd.join();
            return super.health();
        }

        /// Breaks off in the middle.
        @Override
        public void cat(String path, OutputStream out) throws IOException {
            out.write(new byte[1 << 20]);
            throw new PakitException.Corrupt("block x holds other bytes");
        }
    };

    @BeforeEach
    void prepare() throws IOException {
        AccessFile.add(file(), new Principal("alice", Role.READER), reader);
        AccessFile.add(file(), new Principal("bob", Role.OPERATOR), operator);
        authority = new TestCertificates(directory, "authority");
        shown = authority.issue("node", "CN=node");
    }

    @AfterEach
    void close() throws Exception {
        open.close();
    }

    private Path file() {
        return directory.resolve("tokens");
    }

    private Access access(Optional<Role> subjectRole) {
        return Access.guarded(Optional.of(AccessFile.open(file())), subjectRole, local);
    }

    private TlsIdentity identity(TestCertificates.Pair pair) {
        return TlsIdentity.open(pair.certificate(), pair.key(), InstantSource.system());
    }

    /// A port and its address.
    private URI open(Protection protection) {
        return open(Port.settings(protection));
    }

    private URI open(HttpSettings settings) {
        ModelServer models = new ModelServer(directory.resolve("models"), artifact -> {
            throw new IllegalStateException("no models here");
        });
        models.start();
        HttpNode http = HttpNode.start(node, models, settings);
        open = http;
        String scheme = settings.protection().tls().isPresent() ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + http.address().getPort());
    }

    private static Protection protection(Access access, Optional<ServerTls> tls, String... names) {
        return new Protection(access, tls, Set.of(names), Protection.Cleartext.ON_LOOPBACK_ONLY);
    }

    private URI openWithTokens() {
        return open(protection(access(Optional.empty()), Optional.empty()));
    }

    private URI openEncrypted(Optional<Role> subjectRole) {
        ServerTls tls =
                new ServerTls(identity(shown), Optional.of(TlsTrust.authorities(authority.file(), "the authority")));
        return open(protection(access(subjectRole), Optional.of(tls)));
    }

    private SSLContext believing(Optional<TestCertificates.Pair> showing) {
        return TlsTrust.client(
                Optional.of(TlsTrust.authorities(authority.file(), "the authority")), showing.map(this::identity));
    }

    private static HttpResponse<String> get(URI address, String path, String... headers) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request(address, path, headers), BodyHandlers.ofString());
        }
    }

    private static HttpRequest request(URI address, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }

    @Test
    void refusalsAreProblemDocumentsThatRepeatNothing() throws Exception {
        URI address = openWithTokens();
        HttpResponse<String> missing = get(address, "/v1/stats");
        HttpResponse<String> wrong = get(address, "/v1/stats", "Authorization", "Bearer pakit_something_secret");

        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(missing.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"pakit\"");
        assertThat(missing.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate").orElseThrow()).endsWith("error=\"invalid_token\"");
        assertThat(wrong.body()).doesNotContain("secret");
    }

    @Test
    void probesNeedNothingAndLearnNothing() throws Exception {
        URI address = openWithTokens();

        assertThat(get(address, "/v2/health/live").body()).isEqualTo("{\"live\":true}");
        assertThat(get(address, "/v2/health/ready").statusCode()).isIn(200, 503);
        assertThat(get(address, "/v2/health/live/").statusCode()).isEqualTo(401);
        assertThat(get(address, "/nothing/here").statusCode()).isEqualTo(401);
    }

    @Test
    void theClientSaysHowToGetIn() {
        URI address = openWithTokens();

        try (RemoteNode nobody = new RemoteNode(NodeAddress.open(address));
                RemoteNode alice = new RemoteNode(new NodeAddress(address, Optional.of(reader), Optional.empty()))) {
            assertThatThrownBy(nobody::stats)
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("PAKIT_TOKEN or --token-file");
            assertThatThrownBy(() -> nobody.put(ToldTree.random(1, 500)::tell, Optional.empty()))
                    .isInstanceOf(PakitException.Refused.class);
            assertThatThrownBy(() -> alice.put(ToldTree.random(1, 500)::tell, Optional.empty()))
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("this needs operator");
            assertThat(alice.stats()).isEqualTo(node.stats());
            assertThatThrownBy(alice::gc)
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("'alice' has the role reader, this needs operator");
        }
        assertThat(actors).isEmpty();
    }

    @Test
    void historyLearnsWhoAskedAlsoOnOneConnection() throws Exception {
        URI address = openWithTokens();
        AccessFile.add(
                file(), new Principal("carol", Role.OPERATOR), Token.parse("carols-token-for-this-test", "test"));
        awaitThat(() -> get(address, "/v2", "Authorization", "Bearer carols-token-for-this-test")
                        .statusCode()
                == 200);
        String gc = "POST /v1/gc HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nAuthorization: Bearer ";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((gc + operator.text() + "\r\n\r\n" + gc + "carols-token-for-this-test\r\n\r\n" + gc
                                    + local.text() + "\r\nConnection: close\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes())).contains("HTTP/1.1 200");
        }
        assertThat(actors).containsExactly("bob", "carol", "cli");
    }

    @Test
    void theFileIsTakenOverWhileTheNodeRuns() throws Exception {
        URI address = openWithTokens();
        assertThat(get(address, "/v2", "Authorization", "Bearer " + reader.text())
                        .statusCode())
                .isEqualTo(200);

        AccessFile.remove(file(), "alice");
        awaitThat(() ->
                get(address, "/v2", "Authorization", "Bearer " + reader.text()).statusCode() == 401);
        assertThat(get(address, "/v2", "Authorization", "Bearer " + operator.text())
                        .statusCode())
                .isEqualTo(200);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void awaitThat(Condition condition) throws Exception {
        Instant deadline = Instant.now().plusSeconds(30);
        while (!condition.holds()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(50);
        }
    }

    @Test
    void refusalsAreCounted() throws Exception {
        URI address = openWithTokens();
        get(address, "/v1/stats");
        get(address, "/v1/stats", "Authorization", "Bearer nobody-has-this-token");

        assertThat(get(address, "/metrics", "Authorization", "Bearer " + reader.text())
                        .body())
                .contains(node.metrics())
                .contains("pakit_access_refused_total{reason=\"missing\"} 1\n")
                .contains("pakit_access_refused_total{reason=\"wrong\"} 1\n")
                .contains("pakit_access_refused_total{reason=\"forbidden\"} 0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void encryptedItSpeaksBothVersions(String version) throws Exception {
        URI address = openEncrypted(Optional.empty());
        HttpClient.Version wanted = HttpClient.Version.valueOf(version);
        try (HttpClient client = HttpClient.newBuilder()
                .version(wanted)
                .sslContext(believing(Optional.empty()))
                .build()) {
            var answer = client.send(
                    request(address, "/v1/stats", "Authorization", "Bearer " + reader.text()), BodyHandlers.ofString());
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
        URI address = openEncrypted(Optional.empty());
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(believing(Optional.empty()))
                .build()) {
            String[] header = {"Authorization", "Bearer " + reader.text()};
            var slow = client.sendAsync(request(address, "/v1/health", header), BodyHandlers.ofString());
            slowBegun.join();
            assertThatThrownBy(() -> client.send(
                            request(address, "/v1/files/breaks?format=raw", header), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            slowMayEnd.complete(null);
            assertThat(slow.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whoBelievesAnotherAuthorityDoesNotTalkToTheNode() throws Exception {
        URI address = openEncrypted(Optional.empty());
        TestCertificates other = new TestCertificates(directory, "other");
        SSLContext context =
                TlsTrust.client(Optional.of(TlsTrust.authorities(other.file(), "the authority")), Optional.empty());

        try (RemoteNode remote = new RemoteNode(new NodeAddress(address, Optional.of(operator), Optional.of(context)));
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
        URI address = openEncrypted(Optional.empty());
        SSLContext exactly = TlsTrust.client(Optional.of(TlsTrust.exactly(shown.certificate())), Optional.empty());
        SSLContext another = TlsTrust.client(
                Optional.of(TlsTrust.exactly(authority.issue("twin", "CN=node").certificate())), Optional.empty());

        try (RemoteNode own = new RemoteNode(new NodeAddress(address, Optional.of(local), Optional.of(exactly)));
                RemoteNode twin = new RemoteNode(new NodeAddress(address, Optional.of(local), Optional.of(another)))) {
            assertThat(own.gc()).isEqualTo(new PlayedNode().gc());
            assertThatThrownBy(twin::gc)
                    .isInstanceOf(PakitException.Unavailable.class)
                    .hasMessageContaining("not the one that its home names");
        }
        assertThat(actors).containsExactly("cli");
    }

    @Test
    void certificatesLetInWhomTheFileNames() throws Exception {
        Files.writeString(file(), Files.readString(file()) + "ops operator subject:CN=ops,O=Example\n");
        URI address = openEncrypted(Optional.of(Role.READER));
        TestCertificates.Pair ops = authority.issue("ops", "CN=ops,O=Example");
        TestCertificates.Pair guest = authority.issue("guest", "CN=guest");

        try (RemoteNode asOps = remote(address, ops);
                RemoteNode asGuest = remote(address, guest)) {
            asOps.gc();
            assertThat(asGuest.stats()).isEqualTo(node.stats());
            assertThatThrownBy(asGuest::gc)
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("'CN=guest' has the role reader");
        }
        assertThat(actors).containsExactly("ops");
    }

    private RemoteNode remote(URI address, TestCertificates.Pair showing) {
        return new RemoteNode(new NodeAddress(address, Optional.empty(), Optional.of(believing(Optional.of(showing)))));
    }

    @Test
    void certificatesOfAnotherAuthorityAreCutOff() throws Exception {
        URI address = openEncrypted(Optional.of(Role.OPERATOR));
        TestCertificates.Pair forged = new TestCertificates(directory, "forger").issue("forged", "CN=ops,O=Example");

        try (RemoteNode remote = remote(address, forged)) {
            assertThatThrownBy(remote::stats).isInstanceOf(PakitException.Refused.class);
        } catch (PakitException.Unavailable cutOff) {
            // with TLS 1.3 the client may hear of it only when it reads
        }
        assertThat(actors).isEmpty();
    }

    @Test
    void aRenewedCertificateIsTakenOver() throws Exception {
        URI address = openEncrypted(Optional.empty());
        TestCertificates.Pair renewed = authority.issue("renewed", "CN=renewed");
        Files.copy(renewed.key(), shown.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.copy(renewed.certificate(), shown.certificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        awaitThat(() -> {
            try (HttpClient client = HttpClient.newBuilder()
                    .sslContext(believing(Optional.empty()))
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
        Protection encrypted =
                protection(access(Optional.empty()), Optional.of(new ServerTls(identity(shown), Optional.empty())));
        URI address = open(
                new HttpSettings("127.0.0.1", 0, 1, Port.limits(Duration.ofMillis(300)), encrypted, Optional.empty()));

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            if (protocol.equals("none")) {
                assertThat(socket.getInputStream().readAllBytes()).isEmpty();
                return;
            }
            try (SSLSocket tls = (SSLSocket) believing(Optional.empty())
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

    @Test
    void namesOfTheNodeMayBeUsedAndOthersMayNot() throws Exception {
        URI address = open(protection(access(Optional.empty()), Optional.empty(), "Pakit.example"));

        assertThat(statusOf(address, "pakit.example", "")).contains(" 401 ");
        assertThat(statusOf(address, "pakit.example:8443", "Origin: https://pakit.example:8443\r\n"))
                .contains(" 401 ");
        assertThat(statusOf(address, "192.0.2.7:80", "Origin: http://192.0.2.7:80\r\n"))
                .contains(" 401 ");
        assertThat(statusOf(address, "[2001:db8::1]:80", "")).contains(" 401 ");
        assertThat(statusOf(address, "192.0.2.7", "Origin: http://192.0.2.7:81\r\n"))
                .contains(" 403 ");
        assertThat(statusOf(address, "evil.example", "")).contains(" 403 ");
        assertThat(statusOf(address, "1.2.3.4.evil.example", "")).contains(" 403 ");
    }

    private static String statusOf(URI address, String host, String header) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            String request = "GET /v2 HTTP/1.1\r\nHost: " + host + "\r\n" + header + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes())
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void otherThanLoopbackNeedsCredentialsAndEncryption() {
        Access guarded = access(Optional.empty());
        ServerTls tls = new ServerTls(identity(shown), Optional.empty());

        assertThatThrownBy(() -> on("0.0.0.0", Protection.NONE))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("'0.0.0.0' is refused")
                .hasMessageContaining("pakit token new");
        assertThatThrownBy(() -> on("0.0.0.0", protection(Access.open(), Optional.of(tls))))
                .hasMessageContaining("asks for no credentials");
        assertThatThrownBy(() -> on("192.0.2.7", protection(guarded, Optional.empty())))
                .hasMessageContaining("unencrypted")
                .hasMessageContaining("serve.allow-cleartext-tokens");
        assertThat(on("0.0.0.0", protection(guarded, Optional.of(tls))).host()).isEqualTo("0.0.0.0");
        assertThat(on("0.0.0.0", new Protection(guarded, Optional.empty(), Set.of(), Protection.Cleartext.ANYWHERE))
                        .host())
                .isEqualTo("0.0.0.0");
        assertThat(on("127.0.0.2", Protection.NONE).host()).isEqualTo("127.0.0.2");
        assertThatThrownBy(() -> on("no.such.host.invalid", Protection.NONE)).hasMessageContaining("is not known");
    }

    private static HttpSettings on(String host, Protection protection) {
        return new HttpSettings(host, 0, 1, HttpLimits.DEFAULT, protection, Optional.empty());
    }

    @Test
    void refusalsAreLoggedNowAndThen() {
        long[] now = {Long.MAX_VALUE - 5};
        RefusalLog log = new RefusalLog(() -> now[0]);

        assertThat(log.refused(401, "127.0.0.1", "why")).isTrue();
        for (int i = 0; i < 1000; i++) {
            assertThat(log.refused(401, "127.0.0.1", "why")).isFalse();
        }
        now[0] += RefusalLog.PAUSE.toNanos();
        assertThat(log.refused(403, "127.0.0.1", "why")).isTrue();
    }

    @Test
    void anAnswerThatStopsInTheMiddleIsGivenUp() throws Exception {
        try (var server = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try (Socket client = server.accept()) {
                    client.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"roots\":1"
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    over.join();
                } catch (IOException e) {
                    over.completeExceptionally(e);
                }
            });
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort());
            try (RemoteNode remote = new RemoteNode(NodeAddress.open(address), Duration.ofMillis(300))) {
                assertThatThrownBy(remote::stats)
                        .isInstanceOf(PakitException.Unavailable.class)
                        .hasMessageContaining("nothing arrived for 300 ms in the middle of an answer");
            }
            over.complete(null);
        }
    }
}
