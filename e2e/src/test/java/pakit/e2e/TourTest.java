package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's tour, word for word; only its port is moved to a free one.
final class TourTest {
    private static final Path README = Pakit.LAUNCHER.resolveSibling("README.md");

    @TempDir
    Path scratch;

    @Test
    void everyCommandOfTheReadmeRuns() throws Exception {
        layOut();
        List<Tour.Stop> tour = Tour.read(README);
        assertThat(tour).hasSizeGreaterThan(4);
        String script = Tour.script(tour).replace("8080", Integer.toString(freePort()));
        Files.writeString(scratch.resolve("tour.sh"), script);
        Answer answer = new Command(scratch, Duration.ofMinutes(5), "sh", "-x", "tour.sh")
                .with("PAKIT_NO_BUILD", "1")
                .run();
        answer.exits(0);
        for (int i = 0; i < tour.size(); i++) {
            String printed = Tour.printed(answer.out(), i);
            for (String line : tour.get(i).prints()) {
                assertThat(printed).containsPattern("(?m)^" + anything(line) + "$");
            }
        }
    }

    /// What the tour uses of a checkout.
    private void layOut() throws IOException {
        Path checkout = Pakit.CHECKOUT;
        Files.createSymbolicLink(scratch.resolve("pakit"), Pakit.LAUNCHER);
        Files.copy(README, scratch.resolve("README.md"));
        for (String directory : List.of("docs", "core/src", "ml/src", "node/src")) {
            copy(checkout.resolve(directory), scratch.resolve(directory));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    private static String anything(String line) {
        return Arrays.stream(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
