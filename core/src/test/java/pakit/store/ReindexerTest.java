package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.error.PakitException;
import pakit.hint.SimilarBlock;

/// The index of sketches is lost, damaged and made anew.
class ReindexerTest {
    @TempDir
    Path directory;

    private Home home;
    private List<Block> strangers;

    @BeforeEach
    void fill() {
        home = Homes.open(directory);
        strangers = new Versions(1, 50).next(60);
        Forest.plant(home, "strangers", strangers);
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void aNewIndexFindsAllThatTheOldOneFound() throws Exception {
        List<List<SimilarBlock>> before = found();
        home.blocks().index().drop();
        assertThat(found()).allSatisfy(similar -> assertThat(similar).isEmpty());
        LongAdder told = new LongAdder();
        Reindexer.Reindexed done = new Reindexer(home, 3).reindex(told::add);
        assertThat(done.unreadableBlocks()).isZero();
        assertThat(done.indexedBlocks()).isBetween(50L, 61L);
        int nodeBytes = 60 * BlockId.BINARY_BYTES;
        assertThat(told.sum()).isEqualTo(6000 * (done.indexedBlocks() - 1) + nodeBytes);
        for (int i = 0; i < before.size(); i++) {
            assertThat(found().get(i)).hasSameSizeAs(before.get(i));
        }
        assertThat(home.blocks().index().unfinished()).isEmpty();
    }

    @Test
    void aBlockThatCannotBeReadIsLeftOutAndCounted() throws Exception {
        Block broken = Homes.leaf(1);
        home.blocks().put(broken.id(), new byte[] {1, 0, (byte) 0x80, 0x7f, 1});
        assertThat(new Reindexer(home, 2).reindex(bytes -> {}).unreadableBlocks())
                .isEqualTo(1);
    }

    @Test
    void whatWasBegunIsGoneOnWith() throws Exception {
        home.blocks().index().drop();
        List<BlockId> ids = new ArrayList<>();
        home.blocks().forEachId(ids::add);
        BlockId middle = ids.get(29);
        home.blocks().index().reached(middle);
        close();
        home = Homes.open(directory);
        assertThat(home.blocks().index().unfinished()).contains(new IndexUpkeep.Unfinished(Optional.of(middle)));
        long rest = new Reindexer(home, 2).reindex(bytes -> {}).indexedBlocks();
        assertThat(rest).isBetween(25L, 31L);
    }

    @Test
    void headsThatAreLostOrWrongAreMendedAndCounted() throws Exception {
        long before = home.blocks().totals().plainBytes();
        RocksDatabase database = home.blocks().database();
        byte[] lost = strangers.get(0).id().toBytes();
        byte[] wrong = strangers.get(1).id().toBytes();
        database.write(batch -> {
            batch.delete(database.handle(Family.HEADS), lost);
            batch.put(database.handle(Family.HEADS), wrong, new byte[] {0, 0, 0, 1, 1, 0, 1});
        });
        assertThat(new Reindexer(home, 2).reindex(bytes -> {}).mendedHeads()).isEqualTo(2);
        assertThat(new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems())
                .isEmpty();
        assertThat(home.blocks().totals().plainBytes()).isEqualTo(before);
    }

    @Test
    void twoAtATimeAreRefused() throws Exception {
        AtomicReference<Throwable> second = new AtomicReference<>();
        new Reindexer(home, 1).reindex(bytes -> {
            try {
                new Reindexer(home, 1).reindex(more -> {});
            } catch (PakitException.Refused e) {
                second.set(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(second.get()).hasMessageContaining("being rebuilt already");
        assertThat(new Reindexer(home, 1).reindex(bytes -> {}).indexedBlocks()).isPositive();
    }

    @Test
    void putsAndReadsGoOnBesideIt() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> puts = threads.submit(() -> {
                Versions versions = new Versions(2, 3);
                for (int i = 0; i < 40; i++) {
                    Forest.plant(home, "beside-" + i, versions.next(3));
                }
            });
            Future<?> rebuilds = threads.submit(() -> {
                do {
                    new Reindexer(home, 2).reindex(bytes -> {});
                } while (!puts.isDone());
                return null;
            });
            puts.get();
            rebuilds.get();
        }
        assertThat(new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems())
                .isEmpty();
        assertThat(home.blocks().totals().deltas().blocks()).isPositive();
    }

    @Test
    void aDamagedIndexIsNamedAndDroppedByACollectionThatEndsAsEver() throws Exception {
        home.roots().list().forEach(home.roots()::remove);
        Root kept = Forest.plant(home, "kept", 0, 30);
        damageIndex();
        GarbageCollector.Collected collected = new GarbageCollector(home, Forest::links).collect(Duration.ZERO);
        assertThat(collected.indexDamage()).get().asString().contains(".sst");
        assertThat(collected.removedBlocks()).isPositive();
        assertThat(Homes.backend(home).read(kept.id()).id()).isEqualTo(kept.id());
        assertThat(new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems())
                .singleElement()
                .extracting(Verifier.Problem::what)
                .asString()
                .contains("--reindex");
        assertThat(new GarbageCollector(home, Forest::links)
                        .collect(Duration.ZERO)
                        .indexDamage())
                .isEmpty();
    }

    @Test
    void putsGoOnWithADamagedIndex() throws Exception {
        damageIndex();
        strangers = new Versions(1, 50).next(120);
        Forest.plant(home, "more", strangers);
        strangers.forEach(block ->
                assertThat(Homes.backend(home).read(block.id()).bytes()).isEqualTo(block.bytes()));
        assertThat(home.blocks().index().unfinished()).isPresent();
        Forest.plant(home, "most", new Versions(1, 50).next(150));
        assertThat(home.blocks().totals().deltas().blocks()).isPositive();
    }

    @Test
    void aLostTableOfTheIndexIsNoReasonNotToOpen() throws Exception {
        close();
        List<Path> tables = StoreFiles.tables(directory, Family.SKETCHES);
        Files.delete(tables.getFirst());
        home = Homes.open(directory);
        assertThat(home.blocks().index().unfinished()).isPresent();
        strangers.forEach(block ->
                assertThat(Homes.backend(home).read(block.id()).bytes()).isEqualTo(block.bytes()));
    }

    @Test
    void aLostTableOfBlocksIsAReasonNotToOpen() throws Exception {
        close();
        Path table = StoreFiles.tables(directory, Family.BLOCKS).getFirst();
        Path away = directory.resolve("away");
        Files.move(table, away);
        assertThatThrownBy(() -> Homes.open(directory)).isInstanceOf(PakitException.Corrupt.class);
        Files.move(away, table);
        home = Homes.open(directory);
    }

    /// Flips a bit in the first block of the index's first table.
    private void damageIndex() throws Exception {
        close();
        Path table = StoreFiles.tables(directory, Family.SKETCHES).getFirst();
        StoreFiles.flip(table, 100, 1);
        home = Homes.open(directory);
    }

    private List<List<SimilarBlock>> found() {
        List<List<SimilarBlock>> all = new ArrayList<>();
        for (Block block : strangers) {
            all.add(home.blocks().similar(block.id().kind(), Sketch.of(block.bytes())));
        }
        return all;
    }
}
