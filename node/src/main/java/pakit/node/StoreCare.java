package pakit.node;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import pakit.block.BlockId;
import pakit.dag.DagBackend;
import pakit.dag.DamagedPaths;
import pakit.dag.TreeReader;
import pakit.error.PakitException;
import pakit.ml.database.DatabaseFile;
import pakit.store.GarbageCollector;
import pakit.store.Home;
import pakit.store.Reindexer;
import pakit.store.Repairer;
import pakit.store.Root;
import pakit.store.Verifier;

/// What keeps a store small and sound: collection, verification, repair, a new index.
final class StoreCare {
    /// How long those wait for running puts that cannot run beside them.
    private static final Duration PUTS_END_MAX = Duration.ofMinutes(1);

    private final Home home;
    private final DagBackend backend;
    private final int threads;

    /// @param threads how many blocks are read at a time
    StoreCare(Home home, DagBackend backend, int threads) {
        this.home = home;
        this.backend = backend;
        this.threads = threads;
    }

    /// An index that the collection found damaged, or that an earlier rebuild did not finish, is made anew in the end.
    Results.Gc gc(LongConsumer progress) {
        GarbageCollector collector = new GarbageCollector(home, TreeReader::links);
        GarbageCollector.Collected done = uninterrupted(() -> collector.collect(PUTS_END_MAX, progress));
        Optional<Reindexer.Reindexed> index = mendedIndex(progress);
        return new Results.Gc(
                done.removedBlocks(),
                done.freedBytes(),
                done.keptBlocks(),
                done.missingLeaves().size(),
                done.indexDamage().orElse(null),
                index.map(Reindexer.Reindexed::indexedBlocks).orElse(null));
    }

    Results.Reindex reindex(LongConsumer progress) {
        Reindexer.Reindexed done = index(progress);
        return new Results.Reindex(done.indexedBlocks(), done.mendedHeads(), done.unreadableBlocks());
    }

    private Reindexer.Reindexed index(LongConsumer progress) {
        return uninterrupted(() -> new Reindexer(home, threads).reindex(progress));
    }

    Results.Verify verify(VerifyOrder order, LongConsumer progress) {
        Verifier.Extent extent = new Verifier.Extent(order.percent(), new SplittableRandom(), order.limit());
        Verifier verifier = new Verifier(home, TreeReader::links, threads);
        Verifier.Verified found = uninterrupted(() -> verifier.verify(extent, progress));
        return answer(found, order.limit(), null, null, null).with(damagedDatabases());
    }

    /// What SQLite finds wrong with the databases beside the blocks.
    private List<Results.Problem> damagedDatabases() {
        List<Results.Problem> problems = new ArrayList<>();
        for (Path file : List.of(home.layout().pakitDatabase(), home.layout().telemetryDatabase())) {
            new DatabaseFile(file, "database", InstantSource.system())
                    .damage()
                    .ifPresent(what -> problems.add(new Results.Problem(
                            String.valueOf(file.getFileName()),
                            "database " + file + " is damaged: " + what
                                    + "; no block depends on it: it is set aside by name once the damage is met, or"
                                    + " move it away while no node runs")));
        }
        return problems;
    }

    Results.Verify repair(int limit, LongConsumer progress) {
        Repairer repairer = new Repairer(home, TreeReader::links, threads);
        Repairer.Repaired done = uninterrupted(() -> repairer.repair(limit, PUTS_END_MAX, progress));
        Results.Verify before = answer(done.found(), limit, done.droppedBlocks(), done.mendedHeads(), null);
        return mendedIndex(progress)
                .map(index -> before.withIndexed(index.indexedBlocks()))
                .orElse(before);
    }

    /// Empty if it was whole, or if somebody else is making it anew.
    private Optional<Reindexer.Reindexed> mendedIndex(LongConsumer progress) {
        try {
            return home.isIndexWhole() ? Optional.empty() : Optional.of(index(progress));
        } catch (PakitException.Refused already) {
            return Optional.empty();
        }
    }

    private Results.Verify answer(
            Verifier.Verified found,
            int limit,
            @Nullable Long droppedBlocks,
            @Nullable Long mendedHeads,
            @Nullable Long indexedBlocks) {
        AffectedPaths affected = new AffectedPaths(limit);
        if (!found.clean()) {
            affected.find(found);
        }
        return new Results.Verify(
                found.checkedBlocks(),
                found.checkedBytes(),
                found.problems().stream()
                        .map(problem -> new Results.Problem(problem.id(), problem.what()))
                        .toList(),
                found.furtherProblems(),
                affected.listed,
                affected.further,
                droppedBlocks,
                mendedHeads,
                indexedBlocks);
    }

    private final class AffectedPaths {
        private final int limit;
        private final List<Results.Affected> listed = new ArrayList<>();
        private long further;

        AffectedPaths(int limit) {
            this.limit = limit;
        }

        void find(Verifier.Verified found) {
            DamagedPaths paths = new DamagedPaths(backend::read, found.damaged());
            for (Root root : home.roots().list()) {
                paths.tell(root.id(), (path, block) -> add(root, path, block));
            }
        }

        private void add(Root root, String path, BlockId block) {
            if (listed.size() < limit) {
                listed.add(
                        new Results.Affected(root.id().toString(), root.name().orElse(null), path, block.toString()));
            } else {
                further++;
            }
        }
    }

    private interface Interruptible<T> {
        T run() throws InterruptedException;
    }

    private static <T> T uninterrupted(Interruptible<T> work) {
        try {
            return work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PakitException.Unavailable("interrupted; nothing is lost, ask again", e);
        }
    }
}
