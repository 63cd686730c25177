package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.dag.DagBackend;

/// A process that puts is killed at random moments, on one and the same home.
class KilledPutTest {
    private static final int ROUNDS = Integer.getInteger("pakit.test.kills", 6);

    @TempDir
    Path directory;

    @Test
    void whatWasAcknowledgedSurvivesAndVerifyIsClean() throws Exception {
        Random random = new Random(1);
        int acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged = putUntilKilled(acknowledged, 1 + random.nextInt(1500));
            assertIntact(acknowledged);
        }
        assertThat(acknowledged).isGreaterThanOrEqualTo(ROUNDS);
    }

    /// The number of the first block that was not acknowledged.
    private int putUntilKilled(int first, int blocks) throws IOException, InterruptedException {
        Child child = Child.start("put", directory.toString(), Integer.toString(first));
        int next = first;
        try (BufferedReader lines = child.process().inputReader()) {
            assertThat(lines.readLine()).isEqualTo("opened");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                assertThat(line).isEqualTo(Integer.toString(next));
                next++;
                if (next == first + blocks) {
                    child.process().destroyForcibly();
                }
            }
        } catch (IOException cutOffByTheKill) {
            assertThat(child.process().waitFor()).isEqualTo(128 + 9);
        }
        child.process().waitFor();
        return next;
    }

    private void assertIntact(int acknowledged) throws InterruptedException {
        try (Home home = Homes.open(directory)) {
            DagBackend backend = Homes.backend(home);
            for (int number = 0; number < acknowledged; number++) {
                Block block = Child.numbered(number);
                assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes());
            }
            assertThat(new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems())
                    .isEqualTo(List.of());
        }
    }
}
