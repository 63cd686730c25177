package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// `docs/cli.md` names every verb, every option, every exit code and every setting, and no others.
class CliDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");

    @Test
    void everyVerbHasItsSection() throws IOException {
        List<String> sections = text().lines()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4).replaceAll(" \\[?[A-Z].*", ""))
                .toList();
        assertThat(sections)
                .containsExactlyInAnyOrderElementsOf(
                        verbs().map(CliDocumentTest::name).toList());
    }

    @Test
    void everyOptionIsNamedInTheSectionOfItsVerb() throws IOException {
        String text = text();
        String common = section(text, "## Options of every verb");
        verbs().forEach(verb -> {
            String section = section(text, "### " + name(verb));
            for (OptionSpec option : verb.getCommandSpec().options()) {
                for (String spelled : option.names()) {
                    assertThat(section + common).as(name(verb)).contains("`" + spelled);
                }
            }
        });
    }

    @Test
    void everySettingIsListedWithItsDefault() throws IOException {
        String settings = section(text(), "## Settings");
        Map<String, Object> defaults = new TreeMap<>();
        ConfigFactory.parseResources(Configuration.class, "reference.conf")
                .entrySet()
                .forEach(entry -> defaults.put(entry.getKey(), entry.getValue().unwrapped()));
        defaults.forEach((key, value) -> assertThat(settings).contains("| `" + key + "` | `" + value + "` |"));
        assertThat(settings.lines().filter(line -> line.startsWith("| `"))).hasSize(defaults.size());
    }

    @Test
    void everyExitCodeIsListedWithItsKind() throws IOException {
        String codes = section(text(), "## Exit codes");
        for (ExitCode code : ExitCode.values()) {
            assertThat(codes).contains("| " + code.status() + " |");
            if (code != ExitCode.DONE) {
                assertThat(codes).contains("| `" + code.label() + "` |");
            }
        }
    }

    private static String text() throws IOException {
        return Files.readString(DOCUMENT);
    }

    /// From a heading to the next one of its level.
    private static String section(String text, String heading) {
        int start = text.indexOf("\n" + heading);
        assertThat(start).as(heading).isNotNegative();
        String level = heading.substring(0, heading.indexOf(' '));
        int end = text.indexOf("\n" + level + " ", start + 1);
        return end < 0 ? text.substring(start) : text.substring(start, end);
    }

    private static String name(CommandLine verb) {
        return verb.getCommandSpec().qualifiedName().substring("pakit ".length());
    }

    private static Stream<CommandLine> verbs() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        Terminal terminal = new Terminal(InputStream.nullInputStream(), nowhere, nowhere, false, Map.of(), Path.of(""));
        return leaves(PakitCommand.program(terminal));
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().flatMap(CliDocumentTest::leaves);
    }
}
