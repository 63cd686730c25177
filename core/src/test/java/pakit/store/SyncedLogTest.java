package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.error.PakitException;

/// The write-ahead log of a machine that died is damaged: where it was synced that is named, behind it is a torn write.
class SyncedLogTest {
    /// Of every so many bytes of a log one is flipped; 1 is all of them.
    private static final int EVERY = Integer.getInteger("pakit.test.flipEvery", 1500);

    @TempDir
    Path directory;

    private final List<Block> synced = new ArrayList<>();
    private Path dead;
    private Path log;
    private long length;

    @BeforeEach
    void die() throws IOException {
        Path living = directory.resolve("living");
        try (Home home = Homes.open(living)) {
            for (int number = 0; number < 25; number++) {
                synced.add(Homes.put(home, noise(number)));
            }
            Forest.plant(home, "synced", synced);
            for (int number = 100; number < 110; number++) {
                Homes.put(home, noise(number));
            }
            dead = StoreFiles.copy(living, directory.resolve("dead"));
        }
        log = StoreFiles.ending(dead, ".log").getLast();
        length = new SyncedLog(dead.resolve("blocks")).kept().orElseThrow().length();
        assertThat(length).isBetween(10_000L, Files.size(log) - 10_000);
    }

    private static Block noise(int number) {
        byte[] bytes = new byte[1500];
        new Random(number).nextBytes(bytes);
        return Block.raw(bytes);
    }

    @Test
    void anIntactLogIsReplayed() throws Exception {
        assertThat(new SyncedLog(dead.resolve("blocks")).damage()).isEmpty();
        assertWhole(dead);
    }

    @Test
    void everyFlipBeforeThePositionIsNamedAndNothingIsCutOff() throws Exception {
        for (long at = 0; at < length; at += EVERY) {
            StoreFiles.flip(log, at, 1 << (at % 8));
            assertThatThrownBy(() -> Homes.open(dead))
                    .as("flip at %d of %d", at, length)
                    .isInstanceOf(PakitException.Corrupt.class)
                    .hasMessageContaining(log.toString())
                    .hasMessageContaining("were synced")
                    .hasMessageContaining("pakit verify --repair");
            StoreFiles.flip(log, at, 1 << (at % 8));
        }
        assertWhole(dead);
    }

    @Test
    void whatIsTornOrFlippedBehindThePositionCostsNothingThatWasAcknowledged() throws Exception {
        long size = Files.size(log);
        for (long at = length; at < size; at += 5L * EVERY) {
            Path torn = StoreFiles.copy(dead, directory.resolve("torn-" + at));
            truncate(StoreFiles.ending(torn, ".log").getLast(), at);
            assertWhole(torn);
            Path flipped = StoreFiles.copy(dead, directory.resolve("flipped-" + at));
            StoreFiles.flip(StoreFiles.ending(flipped, ".log").getLast(), at, 4);
            assertWhole(flipped);
        }
    }

    @Test
    void aLogThatEndsBeforeThePositionIsNamed() throws Exception {
        truncate(log, length - 1);
        assertThatThrownBy(() -> Homes.open(dead))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(log.toString());
    }

    @Test
    void aLogThatIsGoneIsNamedAndARepairTakesWhatIsLeft() throws Exception {
        Files.delete(log);
        assertThatThrownBy(() -> Homes.open(dead))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(log.toString())
                .hasMessageContaining("is lost");
        assertThat(Home.mend(dead, "a test", Homes.NOW))
                .extracting(Verifier.Problem::what)
                .anySatisfy(what -> assertThat(what).contains(log.toString()));
        try (Home open = Homes.open(dead)) {
            assertThat(new Verifier(open, Forest::links, 2).verify(bytes -> {}).problems())
                    .isEmpty();
        }
    }

    @Test
    void aRepairKeepsAllButTheRestOfADamagedPieceOfTheLog() throws Exception {
        StoreFiles.flip(log, length / 2, 1);
        assertThat(Home.mend(dead, "a test", Homes.NOW))
                .singleElement()
                .extracting(Verifier.Problem::what)
                .asString()
                .contains(log.toString());
        try (Home home = Homes.open(dead)) {
            assertThat(home.roots().list()).hasSize(1);
            long readable = synced.stream()
                    .filter(block -> home.blocks().contains(block.id()))
                    .peek(block -> assertThat(
                                    Homes.backend(home).read(block.id()).bytes())
                            .isEqualTo(block.bytes()))
                    .count();
            // Pieces have 32 KiB; what comes in one behind a damaged record cannot be told apart any more.
            assertThat(readable).isBetween(synced.size() - (32L << 10) / 1500, synced.size() - 1L);
            new Repairer(home, Forest::links, 2).repair(10, Duration.ofSeconds(10), bytes -> {});
            Forest.plant(home, "synced", synced);
        }
        assertWhole(dead);
        assertThat(Home.mend(dead, "a test", Homes.NOW)).isEmpty();
    }

    @Test
    void aPositionThatIsLostOrDamagedIsNoReasonNotToOpen() throws Exception {
        Path position = dead.resolve("blocks.synced");
        StoreFiles.flip(position, 3, 1);
        assertThat(new SyncedLog(dead.resolve("blocks")).kept()).isEmpty();
        Path without = StoreFiles.copy(dead, directory.resolve("without"));
        Files.delete(without.resolve("blocks.synced"));
        assertWhole(without);
        assertWhole(dead);
    }

    private void assertWhole(Path home) throws InterruptedException {
        try (Home open = Homes.open(home)) {
            assertThat(open.roots().list()).hasSize(1);
            synced.forEach(block ->
                    assertThat(Homes.backend(open).read(block.id()).bytes()).isEqualTo(block.bytes()));
            assertThat(new Verifier(open, Forest::links, 2).verify(bytes -> {}).problems())
                    .isEmpty();
        }
    }

    private static void truncate(Path path, long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
    }
}
