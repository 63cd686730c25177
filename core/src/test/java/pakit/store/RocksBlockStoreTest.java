package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.error.PakitException;

class RocksBlockStoreTest {
    @TempDir
    Path directory;

    private Home home;
    private RocksBlockStore store;

    @BeforeEach
    void open() {
        home = Homes.open(directory);
        store = home.blocks();
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void recordsOfAllSizesComeBackAlsoAfterReopening() {
        Map<BlockId, byte[]> records = new HashMap<>();
        Random random = new Random(1);
        for (int size : new int[] {0, 1, 10, 1023, 1024, 1025, 40_000, 2 << 20}) {
            byte[] record = new byte[size];
            random.nextBytes(record);
            records.put(Block.raw(record).id(), record);
            assertThat(store.put(Block.raw(record).id(), record)).isTrue();
        }
        assertHolds(records);
        close();
        open();
        assertHolds(records);
    }

    private void assertHolds(Map<BlockId, byte[]> records) {
        records.forEach((id, record) -> {
            assertThat(store.contains(id)).isTrue();
            assertThat(store.get(id)).hasValue(record);
        });
        List<BlockId> visited = new ArrayList<>();
        store.forEach((id, record) -> {
            assertThat(record).isEqualTo(records.get(id));
            visited.add(id);
        });
        assertThat(visited).hasSameSizeAs(records.keySet()).isSorted();
    }

    @Test
    void theFirstRecordOfAnIdStays() {
        BlockId id = Homes.leaf(1).id();
        assertThat(store.put(id, new byte[] {1})).isTrue();
        assertThat(store.put(id, new byte[] {2})).isFalse();
        assertThat(store.get(id)).hasValue(new byte[] {1});
    }

    @Test
    void whatIsDeletedIsGoneAndMayComeAgain() {
        BlockId id = Homes.leaf(1).id();
        store.put(id, new byte[] {1});
        store.delete(id);
        assertThat(store.contains(id)).isFalse();
        assertThat(store.get(id)).isEmpty();
        assertThat(store.put(id, new byte[] {2})).isTrue();
    }

    @Test
    void aScanSeesTheStateAtItsStart() {
        for (int i = 0; i < 10; i++) {
            store.put(Homes.leaf(i).id(), new byte[] {1});
        }
        int[] seen = new int[1];
        store.forEachId(id -> {
            store.delete(id);
            store.put(Homes.leaf(1000 + seen[0]++).id(), new byte[] {1});
        });
        assertThat(seen[0]).isEqualTo(10);
    }

    @Test
    void totalsCountHeadsByCodec() {
        long stored = 0;
        for (int i = 0; i < 20; i++) {
            Codec codec = i % 2 == 0 ? new Codec.Lz4() : new Codec.Zstd(9);
            BlockRecord record = BlockRecord.pack(codec, Homes.leaf(i).bytes());
            store.put(Homes.leaf(i).id(), record.bytes());
            stored += record.storedBytes();
        }
        BlockTotals totals = store.totals();
        assertThat(totals.blocks()).isEqualTo(20);
        assertThat(totals.storedBytes()).isEqualTo(stored);
        assertThat(totals.plainBytes())
                .isEqualTo(
                        10L * Homes.leaf(1).sizeBytes() + 10L * Homes.leaf(11).sizeBytes());
        assertThat(totals.storedBytesByCodec()).containsOnlyKeys("lz4", "zstd-9");
        assertThat(totals.storedBytesByCodec().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(stored);
    }

    @Test
    void ofManyPutsOfOneIdExactlyOneIsNew() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 200; round++) {
                BlockId id = Homes.leaf(round).id();
                Callable<Boolean> put = () -> store.put(id, new byte[] {1});
                int fresh = 0;
                for (Future<Boolean> answer : threads.invokeAll(Collections.nCopies(8, put))) {
                    fresh += answer.get() ? 1 : 0;
                }
                assertThat(fresh).isEqualTo(1);
            }
        }
    }

    /// Someone makes the index anew while another collects.
    @Test
    void spaceIsGivenBackWhileTheIndexIsDropped() throws Exception {
        store.put(Homes.leaf(1).id(), new byte[100]);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> drops = threads.submit(() -> {
                while (!done.get()) {
                    store.index().drop();
                }
            });
            try {
                for (int i = 0; i < 200; i++) {
                    store.reclaim();
                }
            } finally {
                done.set(true);
            }
            drops.get();
        }
        assertThat(store.contains(Homes.leaf(1).id())).isTrue();
    }

    @Test
    void useAfterCloseIsAnErrorNotACrash() {
        BlockId id = Homes.leaf(1).id();
        home.close();
        home.close();
        List<Runnable> uses = List.of(
                () -> store.contains(id),
                () -> store.get(id),
                () -> store.put(id, new byte[1]),
                () -> store.delete(id),
                () -> store.forEachId(each -> {}),
                store::sync,
                () -> home.roots().list());
        for (Runnable use : uses) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(PakitException.Unavailable.class)
                    .hasMessageContaining("is closed");
        }
    }

    @Test
    void closingBesideRunningPutsLosesNoneThatWasAcknowledged() throws Exception {
        List<BlockId> acknowledged = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int t = 0; t < 4; t++) {
                int first = t * 100_000;
                threads.execute(() -> putUntilClosed(first, acknowledged));
            }
            while (acknowledged.size() < 200) {
                Thread.onSpinWait();
            }
            home.close();
        }
        open();
        assertThat(acknowledged).allMatch(store::contains);
    }

    private void putUntilClosed(int first, List<BlockId> acknowledged) {
        for (int i = first; ; i++) {
            BlockId id = Homes.leaf(i).id();
            try {
                store.put(id, new byte[2000]);
            } catch (PakitException.Unavailable closed) {
                return;
            }
            acknowledged.add(id);
        }
    }
}
