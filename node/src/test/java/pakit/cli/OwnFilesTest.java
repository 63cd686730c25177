package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.access.Token;
import pakit.node.SeenPath;

/// Files that a node reads and writes itself, for verbs of its own user. Who looks on has them streamed.
class OwnFilesTest {
    @TempDir
    Path directory;

    private Cli cli = new Cli(Path.of(""));

    @SuppressWarnings("NullAway.Init") // set before each test
    private ServedHome served;

    @BeforeEach
    void serve() throws IOException {
        cli = new Cli(directory);
        Files.createDirectories(directory.resolve("tree/sub"));
        Files.writeString(directory.resolve("tree/sub/run"), "hello world");
        Files.setPosixFilePermissions(directory.resolve("tree/sub/run"), PosixFilePermissions.fromString("rwxr-x---"));
        Files.createSymbolicLink(directory.resolve("tree/link"), Path.of("sub/run"));
        byte[] noise = new byte[300_000];
        new SplittableRandom(1).nextBytes(noise);
        Files.write(directory.resolve("tree/noise.bin"), noise);
        served = ServedHome.in(directory);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void aTreeHasTheSameIdWhoeverReadsIt() {
        String byTheNode = id(cli.run("put", "tree", "--json"));
        String streamed = id(cli.watched("put", "tree", "--json"));
        assertThat(byTheNode).isEqualTo(streamed);
    }

    @Test
    void theHomeInATreeIsLeftOutWhoeverReadsIt() {
        String byTheNode = id(cli.run("put", ".", "--json"));
        assertThat(id(cli.watched("put", ".", "--json"))).isEqualTo(byTheNode);
        assertThat(cli.run("ls", byTheNode).out()).contains("tree").doesNotContain(".pakit");
    }

    @Test
    void whatTheNodeWritesIsWhatWasPut() throws IOException {
        cli.run("put", "tree", "--name", "mine");
        assertThat(cli.run("get", "mine", "-o", "back").status()).isZero();
        assertThat(directory.resolve("back/noise.bin")).hasSameBinaryContentAs(directory.resolve("tree/noise.bin"));
        assertThat(Files.readSymbolicLink(directory.resolve("back/link"))).hasToString("sub/run");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("back/sub/run"))))
                .isEqualTo("rwxr-x---");
        assertThat(cli.run("get", "mine/sub/run", "-o", "one").status()).isZero();
        assertThat(directory.resolve("one")).hasContent("hello world");
    }

    @Test
    void whatIsThereIsReplacedOnlyWhenAsked() throws IOException {
        cli.run("put", "tree", "--name", "mine");
        Files.writeString(directory.resolve("one"), "mine");
        Cli.Answer refused = cli.run("get", "mine/sub/run", "-o", "one");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("one");
        assertThat(directory.resolve("one")).hasContent("mine");
        assertThat(cli.run("get", "mine/sub/run", "-o", "one", "--force").status())
                .isZero();
        assertThat(directory.resolve("one")).hasContent("hello world");
    }

    @Test
    void whatCannotBeReadIsNamedAndLeftOutAsByAStream() throws IOException {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(directory.resolve("tree/socket")));
            Cli.Answer answer = cli.run("put", "tree", "--json");
            assertThat(answer.status()).isEqualTo(1);
            assertThat(answer.err()).contains("left out").contains("socket");
            assertThat(id(answer)).isEqualTo(id(cli.watched("put", "tree", "--json")));
        }
    }

    @Test
    void theNodeDeclinesWhatItDoesNotSeeAsTheVerbDoes() throws Exception {
        SeenPath tree = SeenPath.of(directory.resolve("tree")).orElseThrow();
        String own = Objects.requireNonNull(served.file().token());
        assertThat(json(ask("put", own, order(tree))).at("/put/roots/0/id").asText())
                .isNotEmpty();
        int roots = served.node().roots().size();
        SeenPath elsewhere = new SeenPath(tree.path(), tree.device(), tree.inode() + 1);
        JsonNode declined = json(ask("put", own, order(elsewhere)));
        assertThat(declined.at("/put").isMissingNode()).isTrue();
        assertThat(declined.at("/declined").asText()).contains(tree.path());
        assertThat(served.node().roots()).hasSize(roots);
    }

    @Test
    void nobodyElseMayNameFiles() throws Exception {
        SeenPath tree = SeenPath.of(directory.resolve("tree")).orElseThrow();
        String other = Token.random(new SecureRandom()).text();
        for (String what : new String[] {"put", "get"}) {
            assertThat(ask(what, other, order(tree)).statusCode()).isEqualTo(403);
        }
        assertThat(served.node().roots()).isEmpty();
    }

    private static String order(SeenPath top) {
        return "{\"top\":{\"path\":\"%s\",\"device\":%d,\"inode\":%d},\"times\":\"DROPPED\",\"excluded\":[]}"
                .formatted(top.path(), top.device(), top.inode());
    }

    private HttpResponse<String> ask(String what, String token, String body) throws Exception {
        URI port = served.file().address();
        HttpRequest request = HttpRequest.newBuilder(port.resolve("/v1/own/" + what))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static String id(Cli.Answer answer) {
        return answer.json().at("/roots/0/id").asText();
    }
}
