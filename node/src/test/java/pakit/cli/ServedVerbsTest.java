package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Verbs on a home that a node serves. This process holds the home already, so a verb that opened it would fail.
class ServedVerbsTest {
    @TempDir
    Path directory;

    private Cli cli = new Cli(Path.of(""));

    @SuppressWarnings("NullAway.Init") // set before each test
    private ServedHome served;

    @BeforeEach
    void serve() throws IOException {
        cli = new Cli(directory);
        Files.createDirectories(directory.resolve("tree/sub"));
        Files.writeString(directory.resolve("tree/sub/hello.txt"), "hello world");
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
    void answersAreThoseOfAHomeThatIsOpenedDirectly() {
        List<List<String>> commands = List.of(
                List.of("put", "tree", "--name", "mine"),
                List.of("put", "tree", "--name", "again"),
                List.of("export", "mine", "mine.car", "--force"),
                List.of("import", "mine.car", "--name", "imported"),
                List.of("diff", "mine", "imported"),
                List.of("diff", "mine", "mine/sub"),
                List.of("rm", "imported"),
                List.of("ls", "mine"),
                List.of("ls", "mine/sub"),
                List.of("cat", "mine/sub/hello.txt"),
                List.of("rm", "again"),
                List.of("gc"),
                List.of("verify"),
                List.of("stats"),
                List.of("models", "list"),
                List.of("rm", "nosuchroot"),
                List.of("cat", "mine/nosuchfile"),
                List.of("stat", "nonsense"),
                List.of("models", "show", "nosuchmodel"),
                List.of("models", "swap", "compression_predictor", "9.9.9"));
        for (List<String> command : commands) {
            Cli.Answer through = run(command, ".pakit");
            Cli.Answer direct = run(command, "other");
            assertThat(through).as(command.toString()).isEqualTo(direct);
        }
    }

    @Test
    void aBackupThroughTheNodeIsAHome() {
        String id = cli.run("put", "tree", "--name", "mine", "--json")
                .json()
                .at("/roots/0/id")
                .asText();
        Cli.Answer backup = cli.run("backup", "copy", "--json");
        assertThat(backup.err()).isEmpty();
        assertThat(backup.json().at("/blocks").asLong()).isPositive();
        assertThat(cli.run("ls", "--home", "copy").out()).contains(id, "mine");
        assertThat(cli.run("cat", "mine/sub/hello.txt", "--home", "copy").out()).isEqualTo("hello world");
        assertThat(cli.run("models", "list", "--home", "copy").out()).contains("1.0.0");
        assertThat(cli.run("verify", "--home", "copy").status()).isZero();
        assertThat(directory.resolve("copy/node.json")).doesNotExist();
        assertThat(directory.resolve(".pakit/snapshot.tmp")).doesNotExist();
    }

    @Test
    void treesComeBackThroughTheNode() {
        cli.run("put", "tree", "--name", "mine");
        assertThat(cli.run("get", "mine", "-o", "back").status()).isZero();
        assertThat(directory.resolve("back/noise.bin")).hasSameBinaryContentAs(directory.resolve("tree/noise.bin"));
        assertThat(directory.resolve("back/sub/hello.txt")).hasContent("hello world");
    }

    @Test
    void historyNamesTheCommandLineAsActorThroughTheNodeToo() {
        cli.run("models", "swap", "compression_predictor", "1.0.0", "--reason", "again");
        Cli.Answer history = cli.run("models", "history", "compression_predictor", "--json");
        assertThat(history.json().at("/history/1/actor").asText()).isEqualTo("cli");
        assertThat(history.json().at("/history/1/reason").asText()).isEqualTo("again");
    }

    @Test
    void settingsThatWouldChangeNothingAreRefused() {
        Cli.Answer answer = cli.run("ls", "--set", "profile=fast");
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("would change nothing", "pakit.conf");
    }

    @Test
    void aSecondNodeIsToldWhereTheFirstOneServes() {
        Cli.Answer answer = cli.run("serve", "--port", "0");
        assertThat(answer.status()).isEqualTo(5);
        assertThat(answer.err())
                .contains(
                        "served already at http://127.0.0.1:" + served.address().getPort());
    }

    @Test
    void aTakenPortIsUnavailable() {
        Cli.Answer answer = cli.run(
                "serve",
                "--home",
                "other",
                "--port",
                String.valueOf(served.address().getPort()));
        assertThat(answer.status()).isEqualTo(5);
        assertThat(answer.err()).contains("port", "in use");
        assertThat(cli.run("ls", "--home", "other").status()).isZero();
    }

    @Test
    void aHomeThatIsHeldButNotServedNamesItsHolder() throws IOException {
        served.file().remove(directory.resolve(".pakit"));
        Cli.Answer answer = cli.run("ls");
        assertThat(answer.status()).isEqualTo(5);
        assertThat(answer.err()).contains("pid " + ProcessHandle.current().pid(), "pakit serve");
    }

    private Cli.Answer run(List<String> command, String home) {
        return cli.run(Stream.concat(command.stream(), Stream.of("--json", "--home", home))
                .toArray(String[]::new));
    }
}
