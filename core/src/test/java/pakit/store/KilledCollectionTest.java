package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;

/// A process that collects garbage is killed at random moments.
class KilledCollectionTest {
    private static final int ROUNDS = Integer.getInteger("pakit.test.kills", 4);
    private static final int GARBAGE = 20_000;
    private static final int KEPT = 500;

    @TempDir
    Path directory;

    @Test
    void onlyGarbageIsEverGone() throws Exception {
        try (Home home = Homes.open(directory)) {
            Forest.plant(home, "kept", 0, KEPT);
            for (int number = 0; number < GARBAGE; number++) {
                Block block = Block.raw(new byte[] {(byte) number, (byte) (number >> 8)});
                home.blocks()
                        .put(
                                block.id(),
                                BlockRecord.pack(new Codec.None(), block.bytes())
                                        .bytes());
            }
        }
        Random random = new Random(2);
        for (int round = 0; round < ROUNDS; round++) {
            collectUntilKilled(random.nextInt(60));
            try (Home home = Homes.open(directory)) {
                assertIntact(home);
            }
        }
        try (Home home = Homes.open(directory)) {
            new GarbageCollector(home, Forest::links).collect(Duration.ZERO);
            assertThat(home.blocks().totals().blocks()).isEqualTo(KEPT + 3);
            assertIntact(home);
        }
    }

    private void collectUntilKilled(int afterMillis) throws IOException, InterruptedException {
        Child child = Child.start("collect", directory.toString());
        try (BufferedReader lines = child.process().inputReader()) {
            assertThat(lines.readLine()).isEqualTo("collecting");
            child.process().waitFor(afterMillis, TimeUnit.MILLISECONDS);
            child.process().destroyForcibly().waitFor();
        }
    }

    private static void assertIntact(Home home) throws InterruptedException {
        assertThat(new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems())
                .isEqualTo(List.of());
        for (int number = 0; number < KEPT; number++) {
            assertThat(home.blocks().contains(Homes.leaf(number).id())).isTrue();
        }
    }
}
