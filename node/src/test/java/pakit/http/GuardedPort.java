package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
import pakit.node.Results;

/// A port with tokens, and with encryption and certificates where a test wants them. `alice` is a reader, `bob` an
/// operator.
final class GuardedPort implements AutoCloseable {
    final Token reader = Token.random(new SecureRandom());
    final Token operator = Token.random(new SecureRandom());
    final Token local = Token.random(new SecureRandom());
    final CompletableFuture<Void> slowBegun = new CompletableFuture<>();
    final CompletableFuture<Void> slowMayEnd = new CompletableFuture<>();
    final List<String> actors = new CopyOnWriteArrayList<>();
    final Path directory;
    final TestCertificates authority;
    final TestCertificates.Pair shown;
    private AutoCloseable open = () -> {};

    /// Notes on whose behalf it works.
    final PlayedNode node = new PlayedNode() {
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

    GuardedPort(Path directory) throws IOException {
        this.directory = directory;
        AccessFile.add(file(), new Principal("alice", Role.READER), reader);
        AccessFile.add(file(), new Principal("bob", Role.OPERATOR), operator);
        authority = new TestCertificates(directory, "authority");
        shown = authority.issue("node", "CN=node");
    }

    @Override
    public void close() throws Exception {
        open.close();
    }

    Path file() {
        return directory.resolve("tokens");
    }

    Access access(Optional<Role> subjectRole) {
        return Access.guarded(Optional.of(AccessFile.open(file())), subjectRole, local);
    }

    TlsIdentity identity(TestCertificates.Pair pair) {
        return TlsIdentity.open(pair.certificate(), pair.key(), InstantSource.system());
    }

    /// A port and its address.
    URI open(Protection protection) {
        return open(Port.settings(protection));
    }

    URI open(HttpSettings settings) {
        HttpNode http = HttpNode.start(node, Port.noModels(directory.resolve("models")), settings);
        open = http;
        String scheme = settings.protection().tls().isPresent() ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + http.address().getPort());
    }

    static Protection protection(Access access, Optional<ServerTls> tls, String... names) {
        return new Protection(access, tls, Set.of(names), Protection.Cleartext.ON_LOOPBACK_ONLY);
    }

    URI openWithTokens() {
        return open(protection(access(Optional.empty()), Optional.empty()));
    }

    URI openEncrypted(Optional<Role> subjectRole) {
        ServerTls tls =
                new ServerTls(identity(shown), Optional.of(TlsTrust.authorities(authority.file(), "the authority")));
        return open(protection(access(subjectRole), Optional.of(tls)));
    }

    SSLContext believing(Optional<TestCertificates.Pair> showing) {
        return TlsTrust.client(
                Optional.of(TlsTrust.authorities(authority.file(), "the authority")), showing.map(this::identity));
    }

    static HttpResponse<String> get(URI address, String path, String... headers) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request(address, path, headers), BodyHandlers.ofString());
        }
    }

    static HttpRequest request(URI address, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    static void awaitThat(Condition condition) throws Exception {
        Instant deadline = Instant.now().plusSeconds(30);
        while (!condition.holds()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(50);
        }
    }
}
