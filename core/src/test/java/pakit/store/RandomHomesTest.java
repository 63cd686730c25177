package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.ChunkSizes;
import pakit.codec.RecordHeader;
import pakit.dag.DagBackend;
import pakit.dag.RandomTree;
import pakit.dag.RecordedTree;
import pakit.dag.StoredTree;
import pakit.dag.TreeReader;
import pakit.dag.TreeWriter;
import pakit.dag.Workers;
import pakit.hint.Advisor;

/// Homes with random trees, put, put again, removed, collected and reopened: after each step every tree is what it was,
/// the sums are those of the blocks, and nothing is wrong. At the end nothing is left.
///
/// More seeds: `-Dpakit.test.randomHomes=100`.
class RandomHomesTest {
    private static final int SEEDS = Integer.getInteger("pakit.test.randomHomes", 2);
    private static final int STEPS = 5;
    private static final ChunkSizes SMALL = new ChunkSizes(64, 1024, 4096);

    @TempDir
    Path directory;

    @Test
    void allStepsKeepWhatTheyMust() throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            new History(directory.resolve("home" + seed), seed).run();
        }
    }

    private static final class History {
        private final Path directory;
        private final Random random;
        private final Map<Root, Long> trees = new LinkedHashMap<>();
        private Home home;

        private History(Path directory, long seed) {
            this.directory = directory;
            this.random = new Random(seed);
            this.home = open();
        }

        private Home open() {
            HomeSettings settings = new HomeSettings(Optional.empty(), Optional.of(SMALL));
            return Home.open(directory, settings, "a test", Homes.NOW);
        }

        private void run() throws Exception {
            try {
                for (int step = 0; step < STEPS; step++) {
                    step(step);
                    check();
                }
                trees.keySet().forEach(home.roots()::remove);
                trees.clear();
                collect();
                assertThat(home.blocks().totals()).isEqualTo(new BlockTotals.Counter().totals());
                check();
            } finally {
                home.close();
            }
        }

        private void step(int step) throws Exception {
            switch (trees.isEmpty() ? 0 : random.nextInt(4)) {
                case 1 -> {
                    List<Root> roots = List.copyOf(trees.keySet());
                    Root gone = roots.get(random.nextInt(roots.size()));
                    home.roots().remove(gone);
                    trees.remove(gone);
                    collect();
                }
                case 2 -> {
                    home.close();
                    home = open();
                }
                default -> put("tree " + step, 1 + random.nextInt(8));
            }
        }

        private void put(String name, long treeSeed) throws IOException {
            DagBackend backend = Homes.backend(home);
            try (StoreGuard.Lease lease = home.guard().share();
                    Workers workers = new Workers(3);
                    TreeWriter writer = new TreeWriter(
                            block -> backend.process(block, Advisor.none()), home.chunkSizes(), workers)) {
                RandomTree.tell(treeSeed, writer);
                StoredTree stored = writer.finish();
                Root root = new Root(stored.root(), Optional.of(name), Homes.NOW, stored.plainBytes());
                home.roots().put(root);
                trees.put(root, treeSeed);
            }
        }

        private void collect() throws InterruptedException {
            new GarbageCollector(home, TreeReader::links).collect(Duration.ZERO);
        }

        private void check() throws Exception {
            for (var tree : trees.entrySet()) {
                RecordedTree told = new RecordedTree();
                RandomTree.tell(tree.getValue(), told);
                RecordedTree read = new RecordedTree();
                new TreeReader(Homes.backend(home)::read).tell(tree.getKey().id(), "", read);
                assertThat(read.entries().equals(told.entries())).as("%s", tree).isTrue();
            }
            assertThat(home.roots().list()).containsExactlyInAnyOrderElementsOf(trees.keySet());
            Verifier.Verified verified = new Verifier(home, TreeReader::links, 2).verify(bytes -> {});
            assertThat(verified.problems()).isEmpty();
            assertThat(verified.checkedBlocks())
                    .isEqualTo(home.blocks().totals().blocks());
            sumsAreThoseOfTheBlocks();
        }

        private void sumsAreThoseOfTheBlocks() {
            Map<String, Long> byCodec = new HashMap<>();
            Map<Integer, BlockTotals.Share> byDepth = new HashMap<>();
            List<BlockTotals.Share> all = new ArrayList<>(List.of(BlockTotals.Share.NOTHING));
            home.blocks().forEach((id, record) -> {
                RecordHeader header = RecordHeader.read(record);
                Block block = Homes.backend(home).read(id);
                BlockTotals.Share share = new BlockTotals.Share(1, block.sizeBytes(), record.length);
                byCodec.merge(header.codec().label(), (long) record.length, Long::sum);
                byDepth.merge(header.link().map(link -> link.depth()).orElse(0), share, BlockTotals.Share::plus);
                all.add(all.getLast().plus(share));
            });
            BlockTotals totals = home.blocks().totals();
            assertThat(totals.storedBytesByCodec()).isEqualTo(byCodec);
            assertThat(totals.byDepth()).isEqualTo(byDepth);
            assertThat(new BlockTotals.Share(totals.blocks(), totals.plainBytes(), totals.storedBytes()))
                    .isEqualTo(all.getLast());
            assertThat(home.roots().totals())
                    .isEqualTo(new RootTotals(
                            trees.size(),
                            trees.keySet().stream().mapToLong(Root::plainBytes).sum()));
        }
    }
}
