package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.DeltaLink;
import pakit.codec.RecordHeader;
import pakit.error.PakitException;
import pakit.hint.SimilarBlock;

/// Versions of the same leaves, stored as deltas of each other, removed and collected.
class DeltaHistoryTest {
    private static final int HISTORIES = Integer.getInteger("pakit.test.deltaHistories", 3);

    @TempDir
    Path directory;

    private Home home;

    @BeforeEach
    void open() {
        home = Homes.open(directory);
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void versionsBecomeDeltasAndTheIndexSurvivesReopening() {
        List<Block> versions = new Versions(1, 1).next(3);
        Homes.put(home, versions.get(0));
        assertThat(depth(versions.get(0))).isZero();
        close();
        open();
        Homes.put(home, versions.get(1));
        Homes.put(home, versions.get(2));
        assertThat(depth(versions.get(1))).isEqualTo(1);
        assertThat(link(versions.get(1)).map(DeltaLink::base))
                .contains(versions.get(0).id());
        assertThat(depth(versions.get(2))).isPositive();
        BlockTotals totals = home.blocks().totals();
        assertThat(totals.deltas().blocks()).isEqualTo(2);
        assertThat(totals.deltas().plainBytes())
                .isEqualTo(versions.get(1).sizeBytes() + versions.get(2).sizeBytes());
        assertThat(totals.byDepth().values().stream()
                        .mapToLong(BlockTotals.Share::storedBytes)
                        .sum())
                .isEqualTo(totals.storedBytes());
        versions.forEach(this::assertReadable);
    }

    @Test
    void aBaseStaysWhileADeltaNeedsItAndGoesWithTheLast() throws Exception {
        List<Block> versions = new Versions(2, 1).next(2);
        Root old = plant("old", List.of(versions.get(0)));
        Root young = plant("young", List.of(versions.get(1)));
        home.roots().remove(old);

        GarbageCollector.Collected first = collect();
        assertThat(first.pinnedBlocks()).isEqualTo(1);
        assertThat(first.removedBlocks()).isEqualTo(1);
        assertReadable(versions.get(1));

        home.roots().remove(young);
        assertThat(collect().removedBlocks()).isEqualTo(3);
        assertThat(home.blocks().totals().blocks()).isZero();
        assertThat(sketchEntries()).isZero();
    }

    @Test
    void aPinnedBaseIsNoBaseForNewDeltas() throws Exception {
        Versions history = new Versions(3, 1);
        List<Block> versions = history.next(2);
        Root old = plant("old", List.of(versions.get(0)));
        plant("young", List.of(versions.get(1)));
        home.roots().remove(old);
        collect();
        assertThat(home.blocks()
                        .similar(BlockId.Kind.RAW, Sketch.of(versions.get(0).bytes())))
                .extracting(SimilarBlock::id)
                .containsExactly(versions.get(1).id());
        Block third = history.next(1).getFirst();
        Homes.put(home, third);
        assertThat(link(third).map(DeltaLink::base)).contains(versions.get(1).id());
    }

    @Test
    void anyHistoryOfPutsRemovalsAndCollectionsLosesNothing() throws Exception {
        for (int seed = 0; seed < HISTORIES; seed++) {
            runHistory(seed);
        }
    }

    private void runHistory(int seed) throws InterruptedException {
        Random random = new Random(seed);
        Versions versions = new Versions(100 + seed, 6);
        List<Root> roots = new ArrayList<>();
        List<List<Block>> contents = new ArrayList<>();
        for (int step = 0; step < 20; step++) {
            List<Block> leaves = versions.next(1 + random.nextInt(6));
            roots.add(plant("v" + step, leaves));
            contents.add(leaves);
            while (roots.size() > 1 && random.nextInt(3) == 0) {
                int gone = random.nextInt(roots.size());
                home.roots().remove(roots.remove(gone));
                contents.remove(gone);
            }
            if (random.nextInt(4) == 0) {
                collect();
                contents.forEach(all -> all.forEach(this::assertReadable));
                assertThat(verify()).isEmpty();
            }
        }
        assertThat(home.blocks().totals().deltas().blocks()).isPositive();
        roots.forEach(home.roots()::remove);
        collect();
        assertThat(home.blocks().totals().blocks()).isZero();
    }

    @Test
    void aLostBaseIsNamedByAllThatNeedItAndPutAgainItHealsThem() throws Exception {
        List<Block> versions = new Versions(4, 1).next(4);
        plant("all", versions);
        Block base = versions.getFirst();
        long depending = versions.stream().filter(block -> depth(block) > 0).count();
        assertThat(depending).isEqualTo(3);
        home.blocks().delete(base.id());

        List<Verifier.Problem> problems = verify();
        assertThat(problems)
                .extracting(Verifier.Problem::id)
                .containsAll(
                        versions.stream().map(block -> block.id().toString()).toList());
        assertThat(problems)
                .filteredOn(problem -> problem.what().contains("base " + base.id() + " of its delta is missing"))
                .hasSize(3);
        assertThatThrownBy(() -> Homes.backend(home).read(versions.get(1).id()))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(base.id().toString());

        assertThat(collect().missingLeaves()).contains(base.id());
        Homes.put(home, base);
        versions.forEach(this::assertReadable);
        assertThat(verify()).isEmpty();
    }

    @Test
    void aCircleIsNamedByAllThatAreInItOrDependOnIt() throws Exception {
        List<Block> versions = new Versions(6, 1).next(4);
        int[] bases = {1, 2, 0, 0};
        for (int i = 0; i < 4; i++) {
            Block base = versions.get(bases[i]);
            home.blocks().put(versions.get(i).id(), delta(versions.get(i), base));
        }
        assertThat(verify())
                .hasSize(4)
                .allSatisfy(problem -> assertThat(problem.what())
                        .contains("goes on after 16 links")
                        .contains("which cannot be read either"));
        assertThat(collect().removedBlocks()).isEqualTo(4);
    }

    private static byte[] delta(Block block, Block base) {
        DeltaLink link = new DeltaLink(base.id(), 1);
        return BlockRecord.packDelta(new Codec.Zstd(3), block.bytes(), link, base.bytes())
                .bytes();
    }

    @Test
    void putsBesideCollectionsLoseNoBase() throws Exception {
        ConcurrentLinkedQueue<Block> kept = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> puts = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                Versions versions = new Versions(7, 3);
                int seed = thread;
                puts.add(threads.submit(() -> putAndForget(versions, seed, kept)));
            }
            Future<?> collections = threads.submit(() -> {
                while (!puts.stream().allMatch(Future::isDone)) {
                    new GarbageCollector(home, Forest::links).collect(Duration.ofSeconds(30));
                }
                return null;
            });
            for (Future<?> put : puts) {
                put.get();
            }
            collections.get();
        }
        collect();
        assertThat(kept).isNotEmpty().allSatisfy(this::assertReadable);
        assertThat(verify()).isEmpty();
    }

    private void putAndForget(Versions versions, int seed, ConcurrentLinkedQueue<Block> kept) {
        Random random = new Random(seed);
        for (int step = 0; step < 30; step++) {
            List<Block> leaves = versions.next(2);
            Root root = plant("t" + seed + "-" + step, leaves);
            if (random.nextInt(3) == 0) {
                kept.addAll(leaves);
            } else {
                home.roots().remove(root);
            }
        }
    }

    @Test
    void aDamagedHeadOfADeltaDoesNotCostItsBase() throws Exception {
        List<Block> versions = new Versions(5, 1).next(2);
        Root old = plant("old", List.of(versions.get(0)));
        plant("young", List.of(versions.get(1)));
        home.roots().remove(old);
        RocksDatabase database = home.blocks().database();
        database.write(batch -> batch.put(
                database.handle(Family.HEADS), versions.get(1).id().toBytes(), new byte[] {0, 0, 0, 9, 9, 9}));
        assertThat(collect().pinnedBlocks()).isEqualTo(1);
        assertReadable(versions.get(1));
    }

    private Root plant(String name, List<Block> leaves) {
        return Forest.plant(home, name, leaves);
    }

    private GarbageCollector.Collected collect() throws InterruptedException {
        return new GarbageCollector(home, Forest::links).collect(Duration.ZERO);
    }

    private List<Verifier.Problem> verify() throws InterruptedException {
        return new Verifier(home, Forest::links, 2).verify(bytes -> {}).problems();
    }

    private Optional<DeltaLink> link(Block block) {
        return RecordHeader.read(home.blocks().get(block.id()).orElseThrow()).link();
    }

    private int depth(Block block) {
        return link(block).map(DeltaLink::depth).orElse(0);
    }

    private void assertReadable(Block block) {
        BlockId id = block.id();
        assertThat(Homes.backend(home).read(id).bytes()).isEqualTo(block.bytes());
    }

    private long sketchEntries() {
        long[] entries = {0};
        home.blocks().database().scan(Family.SKETCHES, new byte[0], (key, value) -> entries[0]++);
        return entries[0];
    }
}
