package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The command line as a whole: help, usage, exit codes, and that documents show only verbs that there are.
final class CommandsTest {
    private static final Pattern SHOWN = Pattern.compile("(?:\\./pakit|`pakit) ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?");

    /// Verbs that have verbs of their own.
    private static final Set<String> GROUPS = Set.of("models", "experiment", "telemetry", "token");

    /// What the launcher does by itself.
    private static final Set<String> LAUNCHER = Set.of("test", "bench");

    @TempDir
    Path scratch;

    @ParameterizedTest
    @MethodSource("shownVerbs")
    void whatDocumentsShowHasHelpWithExamples(String verb) throws Exception {
        Answer help = new Pakit(scratch).run((verb + " --help").split(" "));
        assertThat(help.out()).contains("Usage: pakit " + verb);
        if (!verb.contains(" ")) { // what stands in a group has its examples there
            assertThat(help.out()).contains("Examples:");
        }
    }

    @Test
    void versionNamesProgramAndJava() throws Exception {
        assertThat(new Pakit(scratch).run("--version").out()).contains("pakit ", "Java 25.");
    }

    @Test
    void usageIsExitCode2AndSaysWhatIsWrong() throws Exception {
        Pakit pakit = new Pakit(scratch);
        assertThat(pakit.verb("putt", "x").run().exits(2).err()).contains("putt");
        assertThat(pakit.verb("put").run().exits(2).err()).contains("PATH");
        assertThat(pakit.verb("stat", "no-id").run().exits(2).err()).contains("no-id");
    }

    @Test
    void whatIsNotThereIsExitCode3AndNamed() throws Exception {
        Pakit pakit = new Pakit(scratch);
        assertThat(pakit.verb("cat", "fox/hole").run().exits(3).err()).contains("fox");
        assertThat(pakit.verb("models", "show", "fox_predictor").run().exits(3).err())
                .contains("fox_predictor");
    }

    @Test
    void jsonOnStandardOutputIsOneDocumentAndNothingElse() throws Exception {
        Pakit pakit = new Pakit(scratch);
        pakit.write("fox.txt", "fox".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String root = pakit.run("put", "fox.txt", "--json")
                .json()
                .path("roots")
                .path(0)
                .path("id")
                .asText();
        assertThat(root).startsWith("bafkrei");
        for (String verb : new String[] {"ls", "stats", "gc", "verify", "health", "models list", "telemetry events"}) {
            assertThat(pakit.run((verb + " --json").split(" ")).json().isObject())
                    .as(verb)
                    .isTrue();
        }
    }

    static Set<String> shownVerbs() throws IOException {
        Set<String> verbs = new TreeSet<>();
        Path checkout = Pakit.CHECKOUT;
        try (var top = Files.list(checkout);
                var docs = Files.walk(checkout.resolve("docs"))) {
            for (Path file : java.util.stream.Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList()) {
                Matcher shown = SHOWN.matcher(Files.readString(file));
                while (shown.find()) {
                    verbs.add(shown.group(1));
                    if (shown.group(2) != null && GROUPS.contains(shown.group(1))) {
                        verbs.add(shown.group(1) + " " + shown.group(2));
                    }
                }
            }
        }
        verbs.removeAll(LAUNCHER);
        assertThat(verbs).hasSizeGreaterThan(10);
        return verbs;
    }
}
