package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pakit.http.GuardedPort.awaitThat;
import static pakit.http.GuardedPort.get;
import static pakit.http.GuardedPort.protection;
import static pakit.http.GuardedPort.request;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.access.Access;
import pakit.access.AccessFile;
import pakit.access.Principal;
import pakit.access.Role;
import pakit.access.Token;
import pakit.error.PakitException;
import pakit.tar.ToldTree;

/// The port with tokens, and who may reach it.
@Timeout(60)
class SecurePortTest {
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

    @Test
    void refusalsAreProblemDocumentsThatRepeatNothing() throws Exception {
        URI address = port.openWithTokens();
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
        URI address = port.openWithTokens();

        assertThat(get(address, "/v2/health/live").body()).isEqualTo("{\"live\":true}");
        assertThat(get(address, "/v2/health/ready").statusCode()).isIn(200, 503);
        assertThat(get(address, "/v2/health/live/").statusCode()).isEqualTo(401);
        assertThat(get(address, "/nothing/here").statusCode()).isEqualTo(401);
    }

    @Test
    void theClientSaysHowToGetIn() {
        URI address = port.openWithTokens();

        try (RemoteNode nobody = new RemoteNode(NodeAddress.open(address));
                RemoteNode alice =
                        new RemoteNode(new NodeAddress(address, Optional.of(port.reader), Optional.empty()))) {
            assertThatThrownBy(nobody::stats)
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("PAKIT_TOKEN or --token-file");
            assertThatThrownBy(() -> nobody.put(ToldTree.random(1, 500)::tell, Optional.empty()))
                    .isInstanceOf(PakitException.Refused.class);
            assertThatThrownBy(() -> alice.put(ToldTree.random(1, 500)::tell, Optional.empty()))
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("this needs operator");
            assertThat(alice.stats()).isEqualTo(port.node.stats());
            assertThatThrownBy(alice::gc)
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("'alice' has the role reader, this needs operator");
        }
        assertThat(port.actors).isEmpty();
    }

    @Test
    void historyLearnsWhoAskedAlsoOnOneConnection() throws Exception {
        URI address = port.openWithTokens();
        AccessFile.add(
                port.file(), new Principal("carol", Role.OPERATOR), Token.parse("carols-token-for-this-test", "test"));
        awaitThat(() -> get(address, "/v2", "Authorization", "Bearer carols-token-for-this-test")
                        .statusCode()
                == 200);
        String gc = "POST /v1/gc HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nAuthorization: Bearer ";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((gc + port.operator.text() + "\r\n\r\n" + gc + "carols-token-for-this-test\r\n\r\n" + gc
                                    + port.local.text() + "\r\nConnection: close\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes())).contains("HTTP/1.1 200");
        }
        assertThat(port.actors).containsExactly("bob", "carol", "cli");
    }

    @Test
    void theFileIsTakenOverWhileTheNodeRuns() throws Exception {
        URI address = port.openWithTokens();
        assertThat(get(address, "/v2", "Authorization", "Bearer " + port.reader.text())
                        .statusCode())
                .isEqualTo(200);

        AccessFile.remove(port.file(), "alice");
        awaitThat(() -> get(address, "/v2", "Authorization", "Bearer " + port.reader.text())
                        .statusCode()
                == 401);
        assertThat(get(address, "/v2", "Authorization", "Bearer " + port.operator.text())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusalsAreCounted() throws Exception {
        URI address = port.openWithTokens();
        get(address, "/v1/stats");
        get(address, "/v1/stats", "Authorization", "Bearer nobody-has-this-token");

        assertThat(get(address, "/metrics", "Authorization", "Bearer " + port.reader.text())
                        .body())
                .contains(port.node.metrics())
                .contains("pakit_access_refused_total{reason=\"missing\"} 1\n")
                .contains("pakit_access_refused_total{reason=\"wrong\"} 1\n")
                .contains("pakit_access_refused_total{reason=\"forbidden\"} 0\n");
    }

    @Test
    void namesOfTheNodeMayBeUsedAndOthersMayNot() throws Exception {
        URI address = port.open(protection(port.access(Optional.empty()), Optional.empty(), "Pakit.example"));

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
        Access guarded = port.access(Optional.empty());
        ServerTls tls = new ServerTls(port.identity(port.shown), Optional.empty());

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
