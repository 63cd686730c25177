package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.dag.BlockReader;

/// A process that stores versions as deltas, forgets old ones and collects is killed at random moments, on one and the
/// same home.
class KilledDeltasTest {
    private static final int ROUNDS = Integer.getInteger("pakit.test.kills", 6);

    @TempDir
    Path directory;

    @Test
    void everyRootIsWholeAndTheLastAcknowledgedIsThere() throws Exception {
        Random random = new Random(3);
        long deltas = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String acknowledged = churnUntilKilled(random.nextInt(1_000_000), 1 + random.nextInt(40));
            try (Home home = Homes.open(directory)) {
                assertThat(home.roots().list()).extracting(Root::name).contains(Optional.of(acknowledged));
                assertWhole(home);
                deltas += home.blocks().totals().deltas().blocks();
            }
        }
        assertThat(deltas).isPositive();
    }

    /// The name of the last root that was acknowledged.
    private String churnUntilKilled(int seed, int roots) throws IOException, InterruptedException {
        Child child = Child.start("churn", directory.toString(), Integer.toString(seed));
        String last = "";
        try (BufferedReader lines = child.process().inputReader()) {
            assertThat(lines.readLine()).isEqualTo("opened");
            int seen = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                if (++seen == roots) {
                    child.process().destroyForcibly();
                }
            }
        } catch (IOException cutOffByTheKill) {
            assertThat(child.process().waitFor()).isEqualTo(128 + 9);
        }
        child.process().waitFor();
        return last;
    }

    private static void assertWhole(Home home) throws InterruptedException {
        BlockReader reader = new BlockReader(home.blocks());
        for (Root root : home.roots().list()) {
            Block top = reader.read(root.id());
            for (BlockId leaf : Forest.links(top)) {
                assertThat(reader.read(leaf).id()).isEqualTo(leaf);
            }
        }
        assertThat(new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems())
                .isEqualTo(List.of());
    }
}
