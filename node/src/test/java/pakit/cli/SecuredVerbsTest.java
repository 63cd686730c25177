package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.access.TestCertificates;
import pakit.access.Token;
import pakit.http.HttpLimits;
import pakit.http.HttpNode;
import pakit.http.HttpSettings;
import pakit.http.Protection;
import pakit.node.NodeFile;

/// Verbs and nodes that ask who they are.
@Timeout(120)
class SecuredVerbsTest {
    @TempDir
    Path directory;

    private final Token local = Token.random(new SecureRandom());
    private AutoCloseable served = () -> {};
    private Cli cli = new Cli(Path.of(""));

    @BeforeEach
    void here() throws IOException {
        cli = new Cli(directory);
        Files.createDirectories(directory.resolve(".pakit"));
        Files.writeString(directory.resolve("hello.txt"), "hello world");
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    private Path home() {
        return directory.resolve(".pakit");
    }

    private String newToken(String name, String role) {
        Cli.Answer made = cli.run("token", "new", name, "--role", role);
        assertThat(made.status()).as(made.err()).isZero();
        return made.out().strip();
    }

    /// Serves the home as `pakit serve` does, on a free port.
    private NodeFile serve(Map<String, String> given) throws IOException {
        Map<String, String> settings = new HashMap<>(given);
        settings.put("serve.port", "0");
        settings.put("serve.tokens", "tokens");
        Configuration configuration = Configuration.of(home(), settings);
        HttpSettings http = configuration.serve().http(local, System.out);
        Wiring wiring = Wiring.open(home(), configuration, "pakit serve", ModelsWanted.REGISTERED_OR_SHIPPED);
        HttpNode port = HttpNode.start(wiring.node(), wiring.models(), http);
        served = () -> {
            port.close();
            wiring.node().close();
        };
        NodeFile plain = NodeFile.ofThisProcess(port.address(), Instant.EPOCH, local);
        NodeFile file = http.protection()
                .tls()
                .map(tls -> plain.encrypted(tls.identity().certificate()))
                .orElse(plain);
        file.write(home());
        return file;
    }

    @Test
    void tokensAreMadeListedAndRevoked() throws IOException {
        String token = newToken("ci", "reader");
        Cli.Answer json = cli.run("token", "new", "ops", "--role", "operator", "--json");

        assertThat(token).matches("pakit_[A-Za-z0-9_-]{43}");
        assertThat(json.json().path("token").asText()).startsWith("pakit_");
        assertThat(json.json().path("file").asText()).endsWith(".pakit/tokens");
        assertThat(Files.readString(home().resolve("tokens")))
                .doesNotContain(token, json.json().path("token").asText());
        assertThat(cli.run("token", "list", "--json").out())
                .isEqualTo("{\"tokens\":[{\"name\":\"ci\",\"role\":\"reader\"},"
                        + "{\"name\":\"ops\",\"role\":\"operator\"}]}\n");

        assertThat(cli.run("token", "revoke", "ci").status()).isZero();
        assertThat(cli.run("token", "list").out()).doesNotContain("ci");
        assertThat(cli.run("token", "revoke", "ci").status()).isEqualTo(3);
        assertThat(cli.run("token", "new", "ops", "--role", "reader").status()).isEqualTo(1);
        assertThat(cli.run("token", "new", "x", "--role", "admin").status()).isEqualTo(2);
        assertThat(cli.run("token", "new", "x").status()).isEqualTo(2);
        assertThat(cli.run("token", "list", "--node", "http://127.0.0.1:1").status())
                .isEqualTo(2);
        assertThat(cli.run("token", "new", "y", "--role", "reader", "--file", "sub/other")
                        .status())
                .isZero();
        assertThat(directory.resolve("sub/other")).exists();
    }

    @Test
    void verbsOfTheOwnerNeedNoSetUp() throws IOException {
        newToken("ci", "reader");
        serve(Map.of());

        assertThat(cli.run("put", "hello.txt", "--name", "hello").status()).isZero();
        assertThat(cli.run("models", "swap", "compression_predictor", "1.0.0").status())
                .isZero();
        assertThat(cli.run("models", "history", "compression_predictor", "--json")
                        .json()
                        .at("/history/1/actor")
                        .asText())
                .isEqualTo("cli");
    }

    @Test
    void givenTokensGoBeforeTheOwnersOwn() throws IOException {
        Cli reader = cli.with("PAKIT_TOKEN", newToken("ci", "reader"));
        Path file = directory.resolve("ops.token");
        Files.writeString(file, newToken("ops", "operator") + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        serve(Map.of());

        assertThat(reader.run("ls").status()).isZero();
        Cli.Answer refused = reader.run("gc");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("'ci' has the role reader, this needs operator");
        assertThat(reader.run("gc", "--token-file", "ops.token").status()).isZero();
        assertThat(cli.run("gc", "--set", "client.token-file=" + file).status()).isZero();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Cli.Answer open = cli.run("gc", "--token-file", "ops.token");
        assertThat(open.status()).isEqualTo(2);
        assertThat(open.err()).contains("ops.token is open to others", "chmod 600");
    }

    @Test
    void nodesElsewhereAreReachedByTheirAddress() throws IOException {
        String token = newToken("ops", "operator");
        String address = serve(Map.of()).address().toString();
        Cli elsewhere = new Cli(Files.createDirectories(directory.resolve("elsewhere")));

        Cli.Answer nobody = elsewhere.run("ls", "--node", address);
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.err()).contains("PAKIT_TOKEN or --token-file");
        Cli.Answer wrong = elsewhere.with("PAKIT_TOKEN", token + "x").run("ls", "--node", address);
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err()).contains("not known").doesNotContain(token);
        Cli ops = elsewhere.with("PAKIT_TOKEN", token);
        assertThat(ops.run("put", "../hello.txt", "--node", address).status()).isZero();
        assertThat(ops.run("models", "swap", "compression_predictor", "1.0.0", "--node", address)
                        .status())
                .isZero();
        assertThat(ops.run("models", "history", "compression_predictor", "--json", "--node", address)
                        .json()
                        .at("/history/1/actor")
                        .asText())
                .isEqualTo("ops");
        assertThat(directory.resolve("elsewhere/.pakit")).doesNotExist();
        assertThat(ops.run("ls", "--node", address, "--set", "profile=fast").status())
                .isEqualTo(2);
        for (String nonsense : new String[] {"nonsense", "ftp://host", "http://user@127.0.0.1:1", "http:///"}) {
            assertThat(ops.run("ls", "--node", nonsense).status()).as(nonsense).isEqualTo(2);
        }
    }

    @Test
    void tokensAreNotSentUnencrypted() {
        Cli.Answer answer =
                cli.with("PAKIT_TOKEN", "pakit_some_token_of_this_test").run("ls", "--node", "http://192.0.2.1:1");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("unencrypted; use https").doesNotContain("some_token");
    }

    @Test
    void encryptedNodesAreReachedOnTheOwnHomeAndFromElsewhere() throws IOException {
        String token = newToken("ops", "operator");
        TestCertificates authority = new TestCertificates(directory, "authority");
        TestCertificates.Pair node = authority.issue("node", "CN=node");
        TestCertificates.Pair carol = authority.issue("carol", "CN=carol");
        String address = serve(Map.of(
                        "serve.tls.certificate", node.certificate().toString(),
                        "serve.tls.key", node.key().toString(),
                        "serve.tls.client-ca", authority.file().toString(),
                        "serve.tls.client-role", "reader"))
                .address()
                .toString();
        assertThat(address).startsWith("https://");

        assertThat(cli.run("gc").status()).isZero();
        Cli elsewhere = new Cli(Files.createDirectories(directory.resolve("elsewhere")));
        String ca = "client.tls.ca=" + authority.file();
        Cli.Answer unknown = elsewhere.with("PAKIT_TOKEN", token).run("gc", "--node", address);
        assertThat(unknown.status()).isEqualTo(5);
        assertThat(elsewhere
                        .with("PAKIT_TOKEN", token)
                        .run("gc", "--node", address, "--set", ca)
                        .status())
                .isZero();
        Cli.Answer certified = elsewhere.run(
                "ls",
                "--node",
                address,
                "--set",
                ca,
                "--set",
                "client.tls.certificate=" + carol.certificate(),
                "--set",
                "client.tls.key=" + carol.key());
        assertThat(certified.status()).as(certified.err()).isZero();
    }

    @Test
    void loadTestsGetInAsOtherVerbsDo() throws IOException {
        String token = newToken("ci", "reader");
        TestCertificates authority = new TestCertificates(directory, "authority");
        TestCertificates.Pair node = authority.issue("node", "CN=node");
        String address = serve(Map.of(
                        "serve.tls.certificate", node.certificate().toString(),
                        "serve.tls.key", node.key().toString()))
                .address()
                .toString();
        String[] few = {"load-test", "--requests", "20", "--concurrency", "2", "--warm-up", "1ms"};

        assertThat(cli.run(few).status()).isZero();
        Cli elsewhere = new Cli(Files.createDirectories(directory.resolve("elsewhere")));
        Cli.Answer answer = elsewhere
                .with("PAKIT_TOKEN", token)
                .run(Stream.concat(
                                Stream.of(few),
                                Stream.of("--node", address, "--set", "client.tls.ca=" + authority.file()))
                        .toArray(String[]::new));
        assertThat(answer.status()).as(answer.err()).isZero();
    }

    @Test
    void thePortIsSetByTheConfiguration() {
        ServeSettings plain = Configuration.of(home(), Map.of()).serve();
        assertThat(plain.http(local, System.out))
                .usingRecursiveComparison()
                .ignoringFields("protection.access")
                .isEqualTo(HttpSettings.on("127.0.0.1", 8080));
        assertThat(plain.http(local, System.out).protection().access().isOpen()).isTrue();

        HttpSettings given = Configuration.of(
                        home(),
                        Map.of(
                                "serve.event-loops", "3",
                                "serve.json-bytes-max", "2MiB",
                                "serve.uploads-max", "4",
                                "serve.connections-max", "99",
                                "serve.silence-max", "5s",
                                "serve.stop-max", "250ms"))
                .serve()
                .http(local, System.out);
        assertThat(given)
                .usingRecursiveComparison()
                .ignoringFields("protection.access")
                .isEqualTo(new HttpSettings(
                        "127.0.0.1",
                        8080,
                        3,
                        new HttpLimits(2 << 20, 4, 8, 99, Duration.ofSeconds(5), Duration.ofMillis(250)),
                        Protection.NONE,
                        Optional.empty()));
        assertRefused("uploadsMax must be at least 1", "serve.uploads-max=0");
        assertRefused("silenceMax must be at least 1 ms", "serve.silence-max=0s");
        assertRefused("configuration", "serve.json-bytes-max=3GiB");
        assertRefused("eventLoops must be", "serve.event-loops=-1");
    }

    @Test
    void whatServeCannotUseIsNamedBeforeAPortIsOpened() throws IOException {
        newToken("ci", "reader");
        TestCertificates authority = new TestCertificates(directory, "authority");
        TestCertificates.Pair node = authority.issue("node", "CN=node");
        TestCertificates.Pair other = authority.issue("other", "CN=other");
        Instant past = Instant.parse("2020-01-01T00:00:00Z");
        TestCertificates.Pair old = authority.issue("old", "CN=old", past, past.plusSeconds(60));
        String certificate = "serve.tls.certificate=" + node.certificate();
        String key = "serve.tls.key=" + node.key();

        assertRefused("nothere does not exist", "serve.tokens=nothere");
        assertRefused("belong together, found only one", certificate);
        assertRefused("nothere.pem does not exist", "serve.tls.certificate=nothere.pem", key);
        assertRefused("holds no certificate", "serve.tls.certificate=" + node.key(), key);
        assertRefused("holds no key", certificate, "serve.tls.key=" + closed(authority.file()));
        assertRefused("does not belong to the certificate", certificate, "serve.tls.key=" + other.key());
        assertRefused(
                "2020-01-01T00:01:00Z", "serve.tls.certificate=" + old.certificate(), "serve.tls.key=" + old.key());
        assertRefused("needs encryption", "serve.tls.client-ca=" + authority.file());
        assertRefused("nobody could get in", certificate, key, "serve.tls.client-ca=" + authority.file());
        assertRefused("must be none, reader or operator", "serve.tls.client-role=admin");
        assertRefused("asks for no credentials", "serve.host=0.0.0.0");
        assertRefused("unencrypted", "serve.host=0.0.0.0", "serve.tokens=tokens");
        Files.setPosixFilePermissions(node.key(), PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused("node-key.pem is open to others", certificate, key);
    }

    private static Path closed(Path file) throws IOException {
        Path copy = Files.copy(file, file.resolveSibling("closed.pem"));
        return Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
    }

    private void assertRefused(String why, String... settings) {
        String[] words = new String[3 + 2 * settings.length];
        words[0] = "serve";
        words[1] = "--port";
        words[2] = "0";
        for (int i = 0; i < settings.length; i++) {
            words[3 + 2 * i] = "--set";
            words[4 + 2 * i] = settings[i];
        }
        Cli.Answer answer = cli.run(words);
        assertThat(answer.status()).as(answer.err()).isEqualTo(2);
        assertThat(answer.err()).contains(why).doesNotContain("\tat ");
    }
}
