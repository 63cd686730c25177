package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a node that swaps without a pause. `-Dpakit.test.swapKills` says how often.
final class KilledSwapTest {
    private static final int KILLS = Integer.getInteger("pakit.test.swapKills", 2);
    private static final String MODEL = "compression_predictor";
    private static final String MODEL_PATH = "/v1/models/" + MODEL;
    private static final int SWAPS_MAX = 8;
    private static final long FURTHER_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20); // most of a swap

    @TempDir
    Path scratch;

    private final Random random = new Random(23);

    /// Belong to the thread that swaps, until it has ended.
    private String answered = "1.0.0";

    private String asked = "1.0.0";

    @Test
    void afterItTheLastVersionThatWasAnsweredIsLiveOrTheOneThatWasAskedFor() throws Exception {
        Pakit pakit = new Pakit(scratch);
        pakit.run("models", "list"); // makes the home
        pakit.run(
                "models",
                "register",
                MODEL,
                "1.0.1",
                HotSwapTest.secondVersion(pakit).toString());
        for (int kill = 0; kill <= KILLS; kill++) {
            try (Node node = pakit.serve()) {
                requireAllIsWell(node);
                if (kill < KILLS) {
                    killWhileItSwaps(node);
                }
            }
        }
    }

    private void requireAllIsWell(Node node) throws IOException, InterruptedException {
        String live = Node.json(node.get(MODEL_PATH)).at("/live/version").asText();
        assertThat(live).isIn(answered, asked);
        String last = "";
        for (JsonNode line : Node.json(node.get(MODEL_PATH + "/history")).path("history")) {
            last = line.path("kind").asText().equals("activate")
                    ? line.path("version").asText()
                    : last;
        }
        assertThat(last).isEqualTo(live);
        assertThat(Node.json(node.get("/v1/health")).path("status").asText())
                .as(node.log())
                .isEqualTo("healthy");
        answered = live;
    }

    private void killWhileItSwaps(Node node) throws InterruptedException {
        Semaphore swapped = new Semaphore(0);
        Thread swapping = Thread.ofPlatform().start(() -> swap(node, swapped));
        assertThat(swapped.tryAcquire(1 + random.nextInt(SWAPS_MAX), 2, TimeUnit.MINUTES))
                .isTrue();
        LockSupport.parkNanos(random.nextLong(FURTHER_NANOS_MAX)); // so that each kill meets another moment
        node.kill();
        swapping.join();
    }

    /// Until the node is gone.
    private void swap(Node node, Semaphore swapped) {
        try {
            while (true) {
                asked = answered.equals("1.0.0") ? "1.0.1" : "1.0.0";
                String order = "{\"version\":\"" + asked + "\"}";
                if (node.post(MODEL_PATH + "/swap", order).statusCode() == 200) {
                    answered = asked;
                    swapped.release();
                }
            }
        } catch (IOException killed) {
            // the end that was wanted
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
