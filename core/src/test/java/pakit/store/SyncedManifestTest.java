package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;

/// The manifest of a database is damaged. RocksDB would open an older state and delete the tables that are not in it.
class SyncedManifestTest {
    /// Of every so many bytes one is flipped, or the last that is left.
    private static final int EVERY = Integer.getInteger("pakit.test.manifestEvery", 13);

    private static final int LEAVES = 100;

    @TempDir
    Path directory;

    private Path home;
    private Path manifest;

    @BeforeEach
    void fill() throws IOException {
        home = directory.resolve("home");
        for (String name : List.of("first", "second")) {
            try (Home open = Homes.open(home)) {
                Forest.plant(open, name, 0, LEAVES);
            }
        }
        manifest = StoreFiles.starting(home, "MANIFEST-").getLast();
    }

    @Test
    void everyTearIsNamedAndNothingIsDeleted() throws Exception {
        byte[] good = Files.readAllBytes(manifest);
        List<String> files = files(home);
        for (int kept = 0; kept < good.length; kept += EVERY) {
            truncate(manifest, kept);
            assertRefused(manifest);
            Files.write(manifest, good);
        }
        assertThat(files(home)).isEqualTo(files);
        assertWhole(home, 2);
    }

    @Test
    void everyFlipIsNamedAndNothingIsDeleted() throws Exception {
        long size = Files.size(manifest);
        List<String> files = files(home);
        for (long at = 0; at < size; at += EVERY) {
            StoreFiles.flip(manifest, at, 1 << at % 8);
            assertRefused(manifest);
            StoreFiles.flip(manifest, at, 1 << at % 8);
        }
        assertThat(files(home)).isEqualTo(files);
        assertWhole(home, 2);
    }

    @Test
    void anOlderManifestIsNotTakenForTheNewestAndARepairTakesTheNewest() throws Exception {
        Path current = home.resolve("blocks/CURRENT");
        Files.copy(manifest, home.resolve("blocks/MANIFEST-000001"));
        Files.writeString(current, "MANIFEST-000001\n");
        assertRefused(current);
        Home.mend(home, "a test", Homes.NOW);
        assertWhole(home, 2);
    }

    @Test
    void aLostManifestIsNamed() throws Exception {
        Files.delete(manifest);
        assertRefused(manifest);
    }

    @Test
    void whatADyingMachineHadNotNotedIsTaken() throws Exception {
        Path dead;
        try (Home open = Homes.open(home)) {
            Path noted = home.resolve("blocks.manifest");
            byte[] before = Files.readAllBytes(noted);
            Forest.plant(open, "third", 200, LEAVES);
            open.blocks().database().run(db -> db.flush(new org.rocksdb.FlushOptions().setWaitForFlush(true)));
            dead = StoreFiles.copy(home, directory.resolve("dead"));
            Files.write(dead.resolve("blocks.manifest"), before);
        }
        assertWhole(dead, 3);
    }

    @Test
    void aPositionThatIsLostOrDamagedIsNoReasonNotToOpen() throws Exception {
        Path position = home.resolve("blocks.manifest");
        StoreFiles.flip(position, 3, 1);
        assertWhole(home, 2);
        Files.delete(position);
        assertWhole(home, 2);
        assertThat(position).exists();
    }

    @Test
    void blocksThatWereRestoredAreTakenOnceThePositionIsDeleted() throws Exception {
        Path backup = StoreFiles.copy(home, directory.resolve("backup"));
        assertWhole(home, 2); // opened and closed, which begins new manifests
        StoreFiles.delete(home.resolve("blocks"));
        StoreFiles.copy(backup.resolve("blocks"), home.resolve("blocks"));
        assertThatThrownBy(() -> Homes.open(home))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("delete " + home.resolve("blocks.manifest"));
        Files.delete(home.resolve("blocks.manifest"));
        assertWhole(home, 2);
    }

    private void assertRefused(Path named) {
        assertThatThrownBy(() -> Homes.open(home))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(named.toString());
        if (named.equals(manifest)) {
            assertThatThrownBy(() -> Home.mend(home, "a test", Homes.NOW))
                    .isInstanceOf(PakitException.Corrupt.class)
                    .hasMessageContaining(named.toString());
        }
    }

    private static void assertWhole(Path home, int roots) throws InterruptedException {
        try (Home open = Homes.open(home)) {
            assertThat(open.roots().list()).hasSize(roots);
            assertThat(new Verifier(open, Forest::links, 2).verify(bytes -> {}).problems())
                    .isEmpty();
        }
    }

    private static List<String> files(Path home) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : StoreFiles.starting(home, "")) {
            names.add(file.getFileName() + " " + Files.size(file));
        }
        return names;
    }

    private static void truncate(Path path, long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
    }
}
