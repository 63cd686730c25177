package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The deployment guide, word for word: its commands as one script, then its Java as one program in the same directory.
/// Only its ports are moved to free ones.
final class GuideTest {
    private static final Path GUIDE = Pakit.CHECKOUT.resolve("docs/DEPLOYMENT.md");
    private static final Path DIST = Pakit.CHECKOUT.resolve("node/target/dist");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /// What a guide to the deployment of models has to speak of.
    private static final List<String> SECTIONS = List.of(
            "Deployment architecture",
            "Initial deployment",
            "Gradual rollout (A/B testing)",
            "Model updates (hot-swapping)",
            "Monitoring",
            "Production best practices",
            "Deployment checklist",
            "Troubleshooting",
            "Next steps");

    @TempDir
    Path scratch;

    @Test
    void everySectionIsThere() throws Exception {
        assertThat(Files.readAllLines(GUIDE))
                .containsSubsequence(
                        SECTIONS.stream().map(title -> "## " + title).toList());
    }

    @Test
    void everyCommandAndEverySnippetRuns() throws Exception {
        Trees.layOutCheckout(scratch);
        List<Tour.Stop> commands = Tour.read(GUIDE, "sh");
        runs(commands, script(commands));
        List<Tour.Stop> snippets = Tour.read(GUIDE, "java");
        runs(snippets, program(snippets));
    }

    private static void runs(List<Tour.Stop> tour, Answer answer) {
        assertThat(tour).hasSizeGreaterThan(5);
        answer.exits(0);
        assertThat(Tour.missing(tour, answer.out())).as(answer.toString()).isEmpty();
    }

    private Answer script(List<Tour.Stop> tour) throws IOException, InterruptedException {
        String script = Tour.script(tour).replace("8080", Integer.toString(Pakit.freePort()));
        Files.writeString(scratch.resolve("guide.sh"), script);
        return new Command(scratch, LIMIT, "sh", "-x", "guide.sh")
                .with("PAKIT_NO_BUILD", "1")
                .run();
    }

    private Answer program(List<Tour.Stop> tour) throws IOException, InterruptedException {
        String program = Tour.javaProgram("Guide", tour).replace("8080", Integer.toString(Pakit.freePort()));
        Files.writeString(scratch.resolve("Guide.java"), program);
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        return new Command(
                        scratch,
                        LIMIT,
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        DIST.resolve("pakit.jar") + ":" + DIST.resolve("lib") + "/*",
                        "Guide.java")
                .run();
    }
}
