package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.ChunkSizes;
import pakit.block.Chunker;
import pakit.codec.Profile;
import pakit.error.PakitException;

class HomeTest {
    @TempDir
    Path directory;

    @Test
    void aNewHomeHasTheLayoutAndTheDefaults() throws IOException {
        Path path = directory.resolve("a/b/.pakit");
        try (Home home = Homes.open(path)) {
            assertThat(home.profile()).isEqualTo(Profile.BALANCED);
            assertThat(home.chunkSizes()).isEqualTo(ChunkSizes.DEFAULT);
            assertThat(home.layout().blocks()).isDirectory();
            assertThat(home.layout().models()).isDirectory();
        }
        assertThat(Files.readString(path.resolve("home.json")))
                .contains("\"format\" : 3", "\"balanced\"", Chunker.gearTableSha256(), "\"averageBytes\" : 32768");
    }

    @Test
    void theSecondOpenIsToldWhoHoldsTheHome() {
        try (Home home = Home.open(directory, HomeSettings.NONE, "pakit serve", Homes.NOW)) {
            String holder =
                    "held by pid " + ProcessHandle.current().pid() + " (pakit serve, since 2026-02-03T04:05:06Z)";
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> Homes.open(directory))
                        .isInstanceOf(PakitException.Unavailable.class)
                        .hasMessageContaining(home.layout().directory().toString())
                        .hasMessageContaining(holder);
            }
        }
        Homes.open(directory).close();
    }

    @Test
    void anotherProcessIsToldWhoHoldsTheHomeEvenAfterAFailedOpenHere() throws Exception {
        try (Home home = Homes.open(directory)) {
            assertThatThrownBy(() -> Homes.open(directory)).isInstanceOf(PakitException.Unavailable.class);
            Child child = Child.start("open", home.layout().directory().toString());
            assertThat(child.output())
                    .contains("Unavailable")
                    .contains("pid " + ProcessHandle.current().pid());
        }
    }

    @Test
    void profileMayChangeAndIsRemembered() {
        Homes.open(directory).close();
        HomeSettings fast = new HomeSettings(Optional.of(Profile.FAST), Optional.of(ChunkSizes.DEFAULT));
        Home.open(directory, fast, "a test", Homes.NOW).close();
        try (Home home = Homes.open(directory)) {
            assertThat(home.profile()).isEqualTo(Profile.FAST);
        }
    }

    @Test
    void chunkSizesAreFrozen() {
        ChunkSizes small = new ChunkSizes(256, 1024, 4096);
        HomeSettings asked = new HomeSettings(Optional.empty(), Optional.of(small));
        Home.open(directory.resolve("small"), asked, "a test", Homes.NOW).close();
        try (Home home = Homes.open(directory.resolve("small"))) {
            assertThat(home.chunkSizes()).isEqualTo(small);
        }
        Homes.open(directory.resolve("default")).close();
        assertThatThrownBy(() -> Home.open(directory.resolve("default"), asked, "a test", Homes.NOW))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("averageBytes=32768")
                .hasMessageContaining("averageBytes=1024");
    }

    @Test
    void aNewerFormatIsRefusedNamingBoth() throws IOException {
        rewrite("\"format\" : 3", "\"format\" : 4");
        assertThatThrownBy(() -> Homes.open(directory))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("format 4")
                .hasMessageContaining("up to format 3");
    }

    @Test
    void anOlderFormatIsReadAndBecomesTodays() throws IOException {
        rewrite("\"format\" : 3", "\"format\" : 1");
        Homes.open(directory).close();
        assertThat(Files.readString(directory.resolve("home.json"))).contains("\"format\" : 3");
    }

    @Test
    void anotherGearTableIsRefused() throws IOException {
        rewrite(Chunker.gearTableSha256(), "00ff");
        assertThatThrownBy(() -> Homes.open(directory))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("00ff");
    }

    @Test
    void aBrokenHomeFileIsNamed() throws IOException {
        for (String broken : new String[] {"", "{", "[]", "{\"format\":1}", "{\"format\":1,\"profile\":\"odd\"}"}) {
            Path home = directory.resolve("x" + broken.length());
            Homes.open(home).close();
            Path file = home.resolve("home.json");
            Files.writeString(file, broken);
            assertThatThrownBy(() -> Homes.open(home))
                    .as(broken)
                    .isInstanceOf(PakitException.Corrupt.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void noFlippedBitChangesWhatIsFrozen() throws IOException {
        Homes.open(directory).close();
        Path file = directory.resolve("home.json");
        HomeFile whole = HomeFile.read(file);
        for (long bit = 0; bit < 8 * Files.size(file); bit++) {
            StoreFiles.flip(file, bit / 8, 1 << bit % 8);
            try {
                assertThat(HomeFile.read(file)).as("bit %d", bit).isEqualTo(whole);
            } catch (PakitException.Corrupt named) {
                assertThat(named).hasMessageContaining(file.toString());
            }
            StoreFiles.flip(file, bit / 8, 1 << bit % 8);
        }
    }

    @Test
    void aLostHomeFileIsNoReasonToStartAfresh() throws IOException {
        Homes.open(directory).close();
        Files.delete(directory.resolve("home.json"));
        assertThatThrownBy(() -> Homes.open(directory))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("no home.json");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsUnavailable() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> Homes.open(file.resolve("home")))
                .isInstanceOf(PakitException.Unavailable.class)
                .hasMessageContaining("file");
    }

    @Test
    void aDatabaseWithoutItsManifestIsCorrupt() throws IOException {
        Block block;
        try (Home home = Homes.open(directory)) {
            block = Homes.put(home, Homes.leaf(1));
            assertThat(home.blocks().contains(block.id())).isTrue();
        }
        Files.writeString(directory.resolve("blocks/CURRENT"), "MANIFEST-999999\n");
        assertThatThrownBy(() -> Homes.open(directory))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(directory.resolve("blocks").toString());
    }

    private void rewrite(String from, String to) throws IOException {
        Homes.open(directory).close();
        Path file = directory.resolve("home.json");
        String unsummed = Files.readString(file).replaceAll(",\\s*\"crc32c\" : \"\\w+\"", "");
        Files.writeString(file, unsummed.replace(from, to));
    }
}
