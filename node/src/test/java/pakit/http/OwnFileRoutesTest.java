package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.access.Access;
import pakit.access.Token;
import pakit.error.PakitException;
import pakit.node.FileSource;
import pakit.node.PutOrder;
import pakit.node.Results;
import pakit.node.SeenPath;

@Timeout(120)
class OwnFileRoutesTest {
    @TempDir
    Path directory;

    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<PakitException> ended = new CompletableFuture<>();

    /// Reads until it is stopped.
    private final PlayedNode node = new PlayedNode() {
        @Override
        public Results.Put put(TreeSource source, PutOrder order) {
            begun.complete(null);
            try {
                while (true) {
                    ((FileSource) source).listener().read(1);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            } catch (PakitException e) {
                ended.complete(e);
                throw e;
            }
        }
    };

    @Test
    void theWorkEndsWithTheVerbThatAskedForIt() throws Exception {
        Token local = Token.random(new SecureRandom());
        Protection protection =
                new Protection(Access.open(local), Optional.empty(), Set.of(), Protection.Cleartext.ON_LOOPBACK_ONLY);
        try (HttpNode http =
                HttpNode.start(node, Port.noModels(directory.resolve("models")), Port.settings(protection))) {
            try (Socket verb = new Socket("127.0.0.1", http.address().getPort())) {
                ask(verb, local);
                begun.get(60, TimeUnit.SECONDS);
            }
            assertThat(ended.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(PakitException.Unavailable.class)
                    .hasMessageContaining("gone away");
        }
    }

    @Test
    void whatIsWrittenStaysInItsDirectory() throws Exception {
        Token local = Token.random(new SecureRandom());
        Protection protection =
                new Protection(Access.open(local), Optional.empty(), Set.of(), Protection.Cleartext.ON_LOOPBACK_ONLY);
        SeenPath here = SeenPath.of(directory).orElseThrow();
        String body = """
                {"what":"mine","directory":{"path":"%s","device":%d,"inode":%d},"name":"../elsewhere","existing":"REFUSED"}""".formatted(here.path(), here.device(), here.inode());
        try (HttpNode http =
                        HttpNode.start(node, Port.noModels(directory.resolve("models")), Port.settings(protection));
                HttpClient client = HttpClient.newHttpClient()) {
            URI get = URI.create("http://127.0.0.1:" + http.address().getPort() + "/v1/own/get");
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(get)
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + local.text())
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("one name without directories");
        }
        assertThat(directory.resolveSibling("elsewhere")).doesNotExist();
    }

    private void ask(Socket verb, Token local) throws IOException {
        SeenPath top = SeenPath.of(directory).orElseThrow();
        String body = "{\"top\":{\"path\":\"%s\",\"device\":%d,\"inode\":%d},\"times\":\"DROPPED\",\"excluded\":[]}"
                .formatted(top.path(), top.device(), top.inode());
        String request = "POST /v1/own/put HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + local.text() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        verb.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }
}
