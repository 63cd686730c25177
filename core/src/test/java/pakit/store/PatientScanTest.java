package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;

/// Tables and records are damaged, and everything else is read.
class PatientScanTest {
    private static final int SMALL = 2000;
    private static final int LARGE = 50;

    @TempDir
    Path directory;

    private final Random random = new Random(8);
    private final Map<BlockId, byte[]> stored = new HashMap<>();

    @BeforeEach
    void fill() {
        try (Home home = Homes.open(directory)) {
            for (int number = 0; number < SMALL + LARGE; number++) {
                byte[] bytes = new byte[number < SMALL ? 100 : 6000];
                random.nextBytes(bytes);
                Block block = number % 3 == 0 ? Block.of(BlockId.Kind.DAG_PB, bytes) : Block.raw(bytes);
                Homes.put(home, block);
                stored.put(block.id(), home.blocks().get(block.id()).orElseThrow());
            }
        }
    }

    @Test
    void allIsReadWhereNothingIsDamaged() {
        assertThat(scan()).isEqualTo(new Scanned(stored.keySet(), 0));
    }

    @Test
    void onlyTheDamagedPiecesOfATableAreMissing() throws Exception {
        Path table = StoreFiles.tables(directory, Family.BLOCKS).getFirst();
        int pieces = 5;
        for (int i = 0; i < pieces; i++) {
            StoreFiles.flip(table, Files.size(table) / (pieces + 1) * i + 50, 4);
        }
        Scanned scanned = scan();
        assertThat(scanned.gaps()).isEqualTo(pieces);
        // A piece of a table has 4 KiB, about 30 of these blocks.
        assertThat(stored.size() - scanned.ids().size()).isBetween(pieces, pieces * 60);
    }

    @Test
    void onlyDamagedRecordsAreMissing() throws Exception {
        Path blobs = StoreFiles.ending(directory, ".blob").getFirst();
        List<Long> places = List.of(200L, Files.size(blobs) / 2, Files.size(blobs) - 100);
        for (long at : places) {
            StoreFiles.flip(blobs, at, 1);
        }
        Scanned scanned = scan();
        assertThat(scanned).extracting(Scanned::gaps).isEqualTo(3L);
        assertThat(scanned.ids()).hasSize(stored.size() - 3);
    }

    private record Scanned(Set<BlockId> ids, long gaps) {}

    private Scanned scan() {
        try (Home home = Homes.open(directory)) {
            Set<BlockId> ids = new HashSet<>();
            long gaps = home.blocks().scanRecords(new byte[0], (key, record) -> {
                BlockId id = BlockId.fromBytes(key);
                assertThat(record).isEqualTo(stored.get(id));
                return ids.add(id);
            });
            return new Scanned(ids, gaps);
        }
    }
}
