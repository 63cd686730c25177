package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at 20 moments spread over a put. What was acknowledged stays whole, and verify finds nothing.
final class KillTest {
    private static final int KILLS = Integer.getInteger("pakit.test.putKills", 20);
    private static final int FILE_BYTES = 1 << 20;
    private static final int FILES = 24;

    @TempDir
    Path scratch;

    private final Random random = new Random(20);
    private final Map<String, Path> acknowledged = new LinkedHashMap<>();

    @Test
    void noAcknowledgedRootIsLostAndTheNextVerifyIsClean() throws Exception {
        Pakit pakit = new Pakit(Files.createDirectory(scratch.resolve("here")));
        Path first = makeTree(0);
        long begun = System.nanoTime();
        acknowledge(pakit.run("put", "--json", first.toString()), first);
        long putNanos = System.nanoTime() - begun;

        int killed = 0;
        for (int i = 1; i <= KILLS; i++) {
            double moment = (i - random.nextDouble()) / KILLS;
            killed += putAndKill(pakit, makeTree(i), (long) (moment * putNanos)) ? 1 : 0;
            pakit.verifies();
        }
        assertThat(roots(pakit)).containsAll(acknowledged.keySet());
        assertThat(killed).as("puts that were killed").isGreaterThanOrEqualTo(KILLS / 2);
        for (Map.Entry<String, Path> root : acknowledged.entrySet()) {
            Path restored = scratch.resolve(root.getKey());
            pakit.run("get", root.getKey(), "-o", restored.toString());
            Trees.same(restored, root.getValue());
        }
    }

    /// Whether the put was killed before it ended.
    private boolean putAndKill(Pakit pakit, Path tree, long nanos) throws Exception {
        Path out = Files.createTempFile(scratch, "put", ".json");
        Path err = Files.createTempFile(scratch, "put", ".err");
        Process put = pakit.verb("put", "--json", tree.toString()).start(out, err);
        boolean ended = put.waitFor(nanos, TimeUnit.NANOSECONDS);
        put.destroyForcibly().waitFor();
        String answer = Files.readString(out);
        if (answer.endsWith("}\n")) {
            acknowledge(new Answer("put", 0, answer, ""), tree);
        }
        return !ended;
    }

    private void acknowledge(Answer put, Path tree) {
        acknowledged.put(put.json().path("roots").path(0).path("id").asText(), tree);
    }

    private static List<String> roots(Pakit pakit) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (JsonNode root : pakit.run("ls", "--json").json().path("roots")) {
            ids.add(root.path("id").asText());
        }
        return ids;
    }

    /// Half of each file can be packed, so that a put spends its time as real ones do. No two files are alike.
    private Path makeTree(int number) throws IOException {
        Path tree = Files.createDirectory(scratch.resolve("tree-" + number));
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[FILE_BYTES];
            random.nextBytes(content);
            for (int at = 0; at < FILE_BYTES / 2; at++) {
                content[at] = (byte) ('a' + (content[at] & 7));
            }
            Files.write(tree.resolve("file-" + i), content);
        }
        return tree;
    }
}
