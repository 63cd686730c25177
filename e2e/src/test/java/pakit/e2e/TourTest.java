package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's tour, word for word; only its port is moved to a free one.
final class TourTest {
    private static final Path README = Pakit.LAUNCHER.resolveSibling("README.md");

    @TempDir
    Path scratch;

    @Test
    void everyCommandOfTheReadmeRuns() throws Exception {
        Trees.layOutCheckout(scratch);
        List<Tour.Stop> tour = Tour.read(README, "sh");
        assertThat(tour).hasSizeGreaterThan(4);
        String script = Tour.script(tour).replace("8080", Integer.toString(Pakit.freePort()));
        Files.writeString(scratch.resolve("tour.sh"), script);
        Answer answer = new Command(scratch, Duration.ofMinutes(5), "sh", "-x", "tour.sh")
                .with("PAKIT_NO_BUILD", "1")
                .run();
        answer.exits(0);
        assertThat(Tour.missing(tour, answer.out())).as(answer.out()).isEmpty();
    }
}
