package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.dag.TreeReader;
import pakit.error.PakitException;

class RunningTotalsTest {
    private static final Codec[] CODECS = {new Codec.None(), new Codec.Lz4(), new Codec.Zstd(3), new Codec.Zstd(9)};

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
    void nothingIsKnownBeforeSomebodyCounts() {
        put(1);
        assertThat(store.knownTotals()).isEmpty();
        store.totals();
        assertThat(store.knownTotals()).hasValue(recounted());
    }

    @Test
    void putsAndDeletionsAfterTheCountAreFollowed() {
        put(1);
        put(2);
        store.totals();
        put(3);
        put(3);
        store.delete(Homes.leaf(1).id());
        store.delete(Homes.leaf(1).id());
        store.delete(Homes.leaf(77).id());
        assertThat(store.totals()).isEqualTo(recounted());
        assertThat(store.totals().blocks()).isEqualTo(2);
    }

    @Test
    void whatCameBeforeTheCountIsNotCountedTwice() {
        put(1);
        put(2);
        store.delete(Homes.leaf(2).id());
        assertThat(store.totals()).isEqualTo(recounted());
    }

    @Test
    void aCollectionIsFollowed() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            put(i);
        }
        store.totals();
        new GarbageCollector(home, TreeReader::links).collect(Duration.ofSeconds(10));
        assertThat(store.knownTotals()).hasValue(recounted());
        assertThat(recounted().blocks()).isZero();
    }

    @Test
    void aReopenedStoreIsCountedAgain() {
        put(1);
        store.totals();
        close();
        open();
        assertThat(store.knownTotals()).isEmpty();
        assertThat(store.totals()).isEqualTo(recounted());
    }

    @Test
    void recordsThatCannotBeReadAreNotFollowed() {
        put(1);
        BlockTotals known = store.totals();
        store.put(Homes.leaf(2).id(), new byte[] {99});
        assertThat(store.knownTotals()).hasValue(known);
        store.delete(Homes.leaf(2).id());
        assertThat(store.knownTotals()).hasValue(known);
    }

    @Test
    void aHeadThatCannotBeReadFailsTheCountAndTheNextOneTriesAgain() {
        put(1);
        store.put(Homes.leaf(2).id(), new byte[] {99});
        assertThatThrownBy(store::totals).isInstanceOf(PakitException.Corrupt.class);
        assertThat(store.knownTotals()).isEmpty();
        store.delete(Homes.leaf(2).id());
        assertThat(store.totals()).isEqualTo(recounted());
    }

    /// The count begins at any moment of the writing; in the end it agrees with a count of what is there.
    @Test
    void aCountBesideWritesIsExact() throws Exception {
        for (int round = 0; round < 20; round++) {
            int first = round * 1_000;
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                CountDownLatch writing = new CountDownLatch(3);
                for (int t = 0; t < 3; t++) {
                    Random random = new Random(first + t);
                    threads.execute(() -> write(random, first, writing));
                }
                writing.await();
                Future<BlockTotals> counted = threads.submit(store::totals);
                counted.get();
            }
            assertThat(store.knownTotals()).as("round " + round).hasValue(recounted());
            close();
            open();
        }
    }

    private void write(Random random, int first, CountDownLatch writing) {
        for (int i = 0; i < 150; i++) {
            int number = first + random.nextInt(100);
            if (random.nextInt(4) == 0) {
                store.delete(Homes.leaf(number).id());
            } else {
                put(number);
            }
            if (i == random.nextInt(20) + 10) {
                writing.countDown();
            }
        }
        writing.countDown();
    }

    private void put(int number) {
        Block block = Homes.leaf(number);
        store.put(
                block.id(),
                BlockRecord.pack(CODECS[number % CODECS.length], block.bytes()).bytes());
    }

    private BlockTotals recounted() {
        BlockTotals.Counter counter = new BlockTotals.Counter();
        store.forEachHead((id, head) -> counter.add(BlockHead.read(head)));
        return counter.totals();
    }
}
