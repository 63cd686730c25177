package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a user has: the JDK that runs this test, and as much of the local Maven repository as makes 320 MB together.
final class RealTreeTest {
    private static final long BYTES_MIN = 320_000_000;

    /// The promise is a heap below 512 MB; the JVM itself holds it.
    private static final String HEAP_MAX = "-Xmx512m";

    @TempDir
    Path scratch;

    @Test
    void comesBackByteForByteFromAHeapOf512MBAndAddsNothingWhenPutAgain() throws Exception {
        Pakit pakit = new Pakit(scratch);
        List<Path> trees = trees();
        String[] put = new String[trees.size() + 2];
        put[0] = "put";
        put[1] = "--json";
        for (int i = 0; i < trees.size(); i++) {
            put[i + 2] = trees.get(i).toString();
        }

        JsonNode first =
                pakit.verb(put).with("PAKIT_JAVA_OPTS", HEAP_MAX).run().exits(0).json();
        assertThat(first.path("blocks").path("new").asLong()).isPositive();
        for (int i = 0; i < trees.size(); i++) {
            Path restored = scratch.resolve("restored-" + i);
            String root = first.path("roots").path(i).path("id").asText();
            pakit.verb("get", root, "-o", restored.toString())
                    .with("PAKIT_JAVA_OPTS", HEAP_MAX)
                    .run()
                    .exits(0);
            Trees.same(restored, trees.get(i));
        }

        JsonNode again =
                pakit.verb(put).with("PAKIT_JAVA_OPTS", HEAP_MAX).run().exits(0).json();
        assertThat(again.path("blocks").path("new").asLong()).isZero();
        assertThat(again.path("storedBytes").asLong()).isZero();
        assertThat(again.path("roots")).isEqualTo(first.path("roots"));
    }

    private static List<Path> trees() throws IOException {
        List<Path> trees = new ArrayList<>();
        Path jdk = Path.of(System.getProperty("java.home"));
        trees.add(jdk);
        long bytes = Trees.bytes(jdk);
        try (var groups = Files.list(Path.of(System.getProperty("maven.repository")))) {
            for (Path group : groups.filter(Files::isDirectory).sorted().toList()) {
                if (bytes < BYTES_MIN) {
                    trees.add(group);
                    bytes += Trees.bytes(group);
                }
            }
        }
        assertThat(bytes).isGreaterThanOrEqualTo(BYTES_MIN);
        return trees;
    }
}
