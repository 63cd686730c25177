package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {
    @TempDir
    Path directory;

    private Cli cli;

    @BeforeEach
    void here() {
        cli = new Cli(directory);
    }

    @Test
    void helpNamesEveryVerbAndTheExitCodes() {
        Cli.Answer help = cli.run("--help");
        assertThat(help.status()).isZero();
        assertThat(help.out())
                .contains(
                        "serve", "put", "get", "ls", "cat", "stat", "rm", "gc", "verify", "stats", "train", "evaluate")
                .contains("models", "health", "metrics", "telemetry", "5 unavailable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "put",
                "get",
                "ls",
                "cat",
                "stat",
                "rm",
                "gc",
                "verify",
                "stats",
                "train",
                "evaluate",
                "models list",
                "models show",
                "models register",
                "models swap",
                "models validate",
                "models estimate",
                "models shadow",
                "models force-breaker",
                "models rollback",
                "models history",
                "models cleanup",
                "models alias",
                "models enable",
                "models disable",
                "models reset-breaker",
                "health",
                "metrics",
                "load-test",
                "telemetry events",
                "telemetry summary",
                "telemetry export",
                "telemetry figures",
                "telemetry budget",
                "telemetry drift",
                "telemetry dataset",
                "jobs cancel",
                "jobs run",
                "jobs show",
                "jobs list",
                "token new",
                "token list",
                "token revoke"
            })
    void everyVerbShowsExamples(String verb) {
        Cli.Answer help = cli.run((verb + " --help").split(" "));
        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("Usage: pakit " + verb, "Examples:", "--home", "--json");
    }

    /// Only the verb that is named first is built.
    @Test
    void everyVerbIsTheSameAloneAsAmongTheOthers() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Terminal terminal = new Terminal(InputStream.nullInputStream(), nowhere, nowhere, false, Map.of(), directory);
        Map<String, CommandLine> all = PakitCommand.program(terminal).getSubcommands();
        assertThat(all).containsKeys("put", "models", "token");
        all.forEach((name, verb) -> {
            assertThat(verb.getCommandName()).isEqualTo(name);
            Map<String, CommandLine> alone =
                    PakitCommand.program(terminal, List.of(name, "x")).getSubcommands();
            assertThat(alone).containsOnlyKeys(name);
            assertThat(alone.values()).extracting(one -> one.getUsageMessage()).containsExactly(verb.getUsageMessage());
        });
        assertThat(PakitCommand.program(terminal, List.of("--json", "put")).getSubcommands())
                .hasSameSizeAs(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "models", "telemetry", "nosuchverb", "put", "get", "ls --nosuchoption"})
    void whatCannotBeParsedIsUsage(String line) {
        Cli.Answer answer = cli.run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).startsWith("pakit: ").contains("Try 'pakit", "--help'.");
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void misuseInJsonIsOneDocument() {
        Cli.Answer answer = cli.run("get", "--json");
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.json().at("/error/kind").asText()).isEqualTo("usage");
        assertThat(answer.json().at("/error/message").asText()).contains("ROOT[/PATH]");
    }

    @Test
    void whatTheDiskRefusesIsNamed() throws Exception {
        Files.writeString(directory.resolve("file"), "in the way");
        Cli.Answer answer = cli.run("ls", "--home", "file/home");
        assertThat(answer.status()).isEqualTo(5);
        assertThat(answer.err()).contains("file/home").doesNotContain("defect", "\tat ");
    }

    @Test
    void versionSaysWhatWasBuilt() {
        assertThat(cli.run("--version").out())
                .startsWith("pakit ")
                .doesNotContain("${")
                .contains("Java 25");
    }

    @Test
    void unknownSettingIsRefusedWithTheNearestOne() throws Exception {
        Files.createDirectories(directory.resolve(".pakit"));
        Files.writeString(directory.resolve(".pakit/pakit.conf"), "profil = fast\n");
        Cli.Answer answer = cli.run("ls");
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("pakit.conf", "key 'profil' is not known, nearest is 'profile'");
    }

    @Test
    void wrongSettingIsRefusedWithWhatIsAllowed() {
        Cli.Answer profile = cli.run("ls", "--set", "profile=quick");
        assertThat(profile.status()).isEqualTo(2);
        assertThat(profile.err())
                .contains("profile must be one of cold, archive, balanced, swift, fast, rapid, memory, found 'quick'");
        Cli.Answer chunk = cli.run("ls", "--set", "chunk.max=1KiB");
        assertThat(chunk.status()).isEqualTo(2);
    }

    @Test
    void publicAddressIsRefusedAtStart() {
        Cli.Answer answer = cli.run("serve", "--host", "0.0.0.0", "--port", "0");
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("host '0.0.0.0' is refused");
    }

    @Test
    void failureInJsonIsOneDocument() {
        Cli.Answer answer = cli.run("cat", "nosuchroot/x", "--json");
        assertThat(answer.status()).isEqualTo(3);
        assertThat(answer.json().at("/error/kind").asText()).isEqualTo("not-found");
        assertThat(answer.json().at("/error/message").asText()).contains("nosuchroot");
    }

    @Test
    void tablesAlignTheirColumns() {
        Table table = new Table("NAME", ">SIZE", "NOTE").row("a", "10", "x").row("long", "7", "");
        assertThat(table.lines()).containsExactly("NAME  SIZE  NOTE", "a       10  x", "long     7");
    }

    @Test
    void bytesAreShownInReadableUnits() {
        assertThat(Figures.bytes(0)).isEqualTo("0 B");
        assertThat(Figures.bytes(1023)).isEqualTo("1023 B");
        assertThat(Figures.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }
}
