package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.dag.DagBackend;
import pakit.error.PakitException;

/// Bits flip in the files that hold blocks. Every flip in a record or a table is detected, and wrong bytes are never
/// served.
class DamagedFilesTest {
    private static final int BLOCKS = 60;

    @TempDir
    Path directory;

    private final Random random = new Random(3);

    @BeforeEach
    void fill() {
        try (Home home = Homes.open(directory)) {
            for (int number = 0; number < BLOCKS; number++) {
                Homes.put(home, block(number));
            }
            Forest.plant(home, "tree", 0, 10);
        }
    }

    @Test
    void flipsInBlobFilesAreDetectedAndTheRestStaysReadable() throws Exception {
        Path blobs = fileOf(".blob");
        for (int round = 0; round < 20; round++) {
            long at = 1000 + random.nextLong(Files.size(blobs) - 2000);
            List<Verifier.Problem> problems = problemsAfterFlip(blobs, at);
            assertThat(problems).as("flip at %d of %s", at, blobs).hasSize(1);
            assertThat(problems.getFirst().id()).startsWith("baf");
        }
    }

    @Test
    void flipsInTablesAreDetectedAndNamed() throws Exception {
        for (Path table : filesOf(".sst")) {
            for (int round = 0; round < 10; round++) {
                long at = random.nextLong(Files.size(table));
                List<Verifier.Problem> problems = problemsAfterFlip(table, at);
                assertThat(problems).as("flip at %d of %s", at, table).isNotEmpty();
            }
        }
    }

    @Test
    void aLostTableIsDetected() throws Exception {
        for (Path file : Stream.concat(filesOf(".sst").stream(), filesOf(".blob").stream())
                .toList()) {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            assertThat(problems()).as("loss of %s", file).isNotEmpty();
            Files.write(file, bytes);
        }
        // The index was dropped when its table was lost.
        assertThat(problems())
                .singleElement()
                .extracting(Verifier.Problem::what)
                .asString()
                .contains("index of sketches");
        try (Home home = Homes.open(directory)) {
            new Reindexer(home, 2).reindex(bytes -> {});
        }
        assertThat(problems()).isEmpty();
    }

    /// Flips one bit, looks, and flips it back.
    private List<Verifier.Problem> problemsAfterFlip(Path file, long at) throws Exception {
        int bit = 1 << random.nextInt(8);
        StoreFiles.flip(file, at, bit);
        try {
            return problems();
        } finally {
            StoreFiles.flip(file, at, bit);
        }
    }

    private List<Verifier.Problem> problems() throws InterruptedException {
        try (Home home = Homes.open(directory)) {
            assertNoWrongBytes(Homes.backend(home));
            return new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems();
        } catch (PakitException.Corrupt refused) {
            return List.of(new Verifier.Problem("home", String.valueOf(refused.getMessage())));
        }
    }

    private static void assertNoWrongBytes(DagBackend backend) {
        for (int number = 0; number < BLOCKS; number++) {
            Block block = block(number);
            try {
                assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes());
            } catch (PakitException.Corrupt detected) {
                assertThat(detected).hasMessageContaining(block.id().toString());
            }
        }
    }

    private static Block block(int number) {
        byte[] bytes = new byte[2000 + 100 * number];
        new Random(number).nextBytes(bytes);
        return Block.raw(bytes);
    }

    private Path fileOf(String suffix) throws IOException {
        return filesOf(suffix).getFirst();
    }

    private List<Path> filesOf(String suffix) throws IOException {
        return StoreFiles.ending(directory, suffix);
    }
}
