package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// How the threads run that answer, as the operating system tells it.
@Timeout(60)
class EventLoopsTest {
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final String SHORTEST = "100000"; // ns

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void theyRunSoonAfterTheyWake(@TempDir Path models) throws Exception {
        assumeThat(slices("")).as("this system tells the slices of threads").isNotEmpty();

        try (Port port = Port.open(new PlayedNode(), models)) {
            assertThat(port.get("/v2/health/live").statusCode()).isEqualTo(200);
            while (!slices("vert.x-eventloo").contains(SHORTEST)) { // asked for behind the start
                Thread.sleep(20);
            }
            assertThat(slices("main")).doesNotContain(SHORTEST);
        }
    }

    /// In ns, of the threads whose name begins so.
    private static List<String> slices(String name) throws IOException {
        List<String> slices = new ArrayList<>();
        try (var threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                if (read(thread.resolve("comm")).startsWith(name)) {
                    read(thread.resolve("sched"))
                            .lines()
                            .filter(line -> line.startsWith("se.slice"))
                            .map(line -> line.substring(line.indexOf(':') + 1).strip())
                            .forEach(slices::add);
                }
            }
        }
        return slices;
    }

    /// Empty for a thread that has ended.
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}
