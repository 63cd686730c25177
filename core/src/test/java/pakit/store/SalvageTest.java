package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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

/// Whole files of a database are damaged or lost: the rest is readable after a repair, and putting everything again
/// heals it.
class SalvageTest {
    @TempDir
    Path directory;

    private final Random random = new Random(6);
    private final List<Block> blocks = new ArrayList<>();

    @BeforeEach
    void fill() {
        for (int number = 0; number < 400; number++) {
            byte[] bytes = new byte[number % 2 == 0 ? 300 : 2500];
            random.nextBytes(bytes);
            blocks.add(Block.raw(bytes));
        }
        try (Home home = Homes.open(directory)) {
            plantAll(home);
        }
    }

    private void plantAll(Home home) {
        Forest.plant(home, "first", blocks.subList(0, 200));
        Forest.plant(home, "second", blocks.subList(200, 400));
    }

    @Test
    void nothingIsDoneToAnIntactHomeOrToNone() throws Exception {
        assertThat(Home.mend(directory, "a test", Homes.NOW)).isEmpty();
        assertThat(Home.mend(directory.resolve("none"), "a test", Homes.NOW)).isEmpty();
        assertThat(directory.resolve("none")).doesNotExist();
        assertThat(directory.resolve("blocks.damaged")).doesNotExist();
        assertThat(readable()).isEqualTo(400);
    }

    @Test
    void aTableWithAFlippedBitCostsAPieceOfItself() throws Exception {
        Path table = StoreFiles.tables(directory, Family.BLOCKS).getFirst();
        StoreFiles.flip(table, Files.size(table) / 3, 1);
        assertMended(table, 350, 399);
    }

    @Test
    void damagedHeadsAreMadeAnewFromTheRecords() throws Exception {
        Path table = StoreFiles.tables(directory, Family.HEADS).getFirst();
        StoreFiles.flip(table, Files.size(table) / 3, 1);
        assertMended(table, 400, 400);
    }

    @Test
    void lostHeadsAreMadeAnewFromTheRecords() throws Exception {
        Path table = StoreFiles.tables(directory, Family.HEADS).getFirst();
        Files.delete(table);
        assertThatThrownBy(() -> Homes.open(directory)).isInstanceOf(PakitException.Corrupt.class);
        assertMended(table, 400, 400);
    }

    @Test
    void aLostTableOfRootsCostsRootsAndNoBlock() throws Exception {
        Path table = StoreFiles.tables(directory, Family.ROOTS).getFirst();
        Files.delete(table);
        List<Verifier.Problem> problems = Home.mend(directory, "a test", Homes.NOW);
        assertThat(problems).extracting(Verifier.Problem::id).contains(table.toString());
        assertThat(readable()).isEqualTo(400);
    }

    @Test
    void aCurrentThatNamesNothingIsWrittenAnew() throws Exception {
        Path current = directory.resolve("blocks/CURRENT");
        StoreFiles.flip(current, 3, 1);
        assertThatThrownBy(() -> Homes.open(directory)).isInstanceOf(PakitException.Corrupt.class);
        assertThat(Home.mend(directory, "a test", Homes.NOW))
                .extracting(Verifier.Problem::id)
                .containsExactly(current.toString());
        assertThat(readable()).isEqualTo(400);
    }

    @Test
    void aDamagedManifestIsNamedAndLeftAlone() throws Exception {
        Path manifest = StoreFiles.starting(directory, "MANIFEST").getFirst();
        StoreFiles.flip(manifest, 20, 1);
        assertThatThrownBy(() -> Homes.open(directory))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("backup");
        assertThatThrownBy(() -> Home.mend(directory, "a test", Homes.NOW)).isInstanceOf(PakitException.Corrupt.class);
        StoreFiles.flip(manifest, 20, 1);
        assertThat(readable()).isEqualTo(400);
    }

    @Test
    void anExchangeThatWasCutOffIsCompleted() throws Exception {
        Files.move(directory.resolve("blocks"), directory.resolve("blocks.mended"));
        assertThat(readable()).isEqualTo(400);
        assertThat(directory.resolve("blocks.mended")).doesNotExist();
    }

    private void assertMended(Path table, int readableMin, int readableMax) throws Exception {
        List<Verifier.Problem> problems = Home.mend(directory, "a test", Homes.NOW);
        assertThat(problems).extracting(Verifier.Problem::id).contains(table.toString());
        assertThat(directory.resolve("blocks.damaged")).isDirectory();
        assertThat(readable()).isBetween(readableMin, readableMax);
        try (Home home = Homes.open(directory)) {
            assertThat(home.roots().list()).hasSize(2);
            new Repairer(home, Forest::links, 2).repair(10, Duration.ofSeconds(10), bytes -> {});
            plantAll(home);
            new Reindexer(home, 2).reindex(bytes -> {});
            assertThat(new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems())
                    .isEmpty();
        }
        assertThat(Home.mend(directory, "a test", Homes.NOW)).isEmpty();
    }

    private int readable() throws IOException {
        int readable = 0;
        try (Home home = Homes.open(directory)) {
            for (Block block : blocks) {
                if (home.blocks().contains(block.id())) {
                    assertThat(Homes.backend(home).read(block.id()).bytes()).isEqualTo(block.bytes());
                    readable++;
                }
            }
        }
        return readable;
    }
}
