package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.Sketch;

/// A process that drops the index and makes it anew, again and again, is killed at random moments, on one and the same
/// home.
class KilledReindexTest {
    private static final int ROUNDS = Integer.getInteger("pakit.test.kills", 4);

    @TempDir
    Path directory;

    @Test
    void noBlockIsLostAndTheIndexIsWholeOrKnownNotToBe() throws Exception {
        List<Block> blocks = new Versions(1, 200).next(300);
        try (Home home = Homes.open(directory)) {
            Forest.plant(home, "all", blocks);
        }
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            reindexUntilKilled(random.nextInt(150));
            try (Home home = Homes.open(directory)) {
                List<Verifier.Problem> problems =
                        new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems();
                boolean whole = home.isIndexWhole();
                assertThat(problems).hasSize(whole ? 0 : 1);
                if (!whole) {
                    new Reindexer(home, 2).reindex(bytes -> {});
                }
                assertThat(blocks)
                        .allSatisfy(block -> assertThat(
                                        home.blocks().similar(block.id().kind(), Sketch.of(block.bytes())))
                                .isNotEmpty());
            }
        }
    }

    private void reindexUntilKilled(int afterMillis) throws IOException, InterruptedException {
        Child child = Child.start("reindex", directory.toString());
        try (BufferedReader lines = child.process().inputReader()) {
            assertThat(lines.readLine()).isEqualTo("opened");
            child.process().waitFor(afterMillis, TimeUnit.MILLISECONDS);
            child.process().destroyForcibly().waitFor();
        }
    }
}
