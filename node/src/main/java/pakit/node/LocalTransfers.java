package pakit.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.car.CarExport;
import pakit.car.CarReader;
import pakit.dag.Attributes;
import pakit.dag.BlockIntake;
import pakit.dag.Outcome;
import pakit.dag.StoredTree;
import pakit.dag.TreeCensus;
import pakit.dag.TreeReader;
import pakit.dag.TreeSink;
import pakit.dag.TreeWriter;
import pakit.dag.Workers;
import pakit.error.PakitException;
import pakit.store.Root;
import pakit.store.StoreGuard;

/// CAR files and streams on a home that this process holds. Thread-safe.
final class LocalTransfers implements TransferOperations {
    private final LocalNode.Parts parts;
    private final Workers workers;
    private final LocalBackup backup;
    private final TreeReader trees;
    private final Function<String, RootPath> places;
    private final Function<BlockId, Block> blocksOfTrees;

    /// @param places what users mean by ROOT/PATH
    /// @param blocksOfTrees blocks that a stored tree leads to
    LocalTransfers(
            LocalNode.Parts parts,
            Workers workers,
            Function<String, RootPath> places,
            Function<BlockId, Block> blocksOfTrees) {
        this.parts = parts;
        this.workers = workers;
        this.backup = new LocalBackup(parts.home(), parts.clock());
        this.places = places;
        this.blocksOfTrees = blocksOfTrees;
        this.trees = new TreeReader(blocksOfTrees);
    }

    @Override
    public void exportCar(String path, OutputStream out) throws IOException {
        RootPath place = places.apply(path);
        BlockId top = place.path().isEmpty()
                ? place.root()
                : trees.resolve(place.root(), place.path()).id();
        new CarExport(blocksOfTrees, TreeReader::links).write(top, out);
    }

    @Override
    public Results.Put importCar(InputStream car, PutOrder order) throws IOException {
        order.name().ifPresent(Root::requireName);
        Function<Block, Outcome> way = PutWay.of(parts, order.user());
        try (StoreGuard.Lease puts = parts.home().guard().share();
                BlockIntake intake = new BlockIntake(way, workers)) {
            CarReader reader = new CarReader(car);
            if (reader.roots().isEmpty()) {
                throw new PakitException.Refused("the CAR names no roots, so nothing of it would be kept");
            }
            reader.inlinedRoots().forEach(root -> take(root, intake));
            for (Optional<Block> next = reader.next(); next.isPresent(); next = reader.next()) {
                take(next.get(), intake);
            }
            intake.drain();
            List<Root> roots = roots(reader.roots(), order.name());
            roots.forEach(parts.home().roots()::put);
            return new Results.Put(
                    roots.stream()
                            .map(root -> new Results.PutRoot(
                                    root.name().orElse(""), root.id().toString(), root.plainBytes()))
                            .toList(),
                    new Results.BlockCounts(intake.newBlocks(), intake.knownBlocks()),
                    intake.storedBytes());
        }
    }

    /// A node whose links cannot be read would stop garbage collection, so none gets in.
    private static void take(Block block, BlockIntake intake) {
        try {
            List<Block> inlined = TreeReader.inlined(block);
            intake.put(block);
            inlined.forEach(intake::put);
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Invalid("the CAR holds what Pakit cannot keep: " + e.getMessage(), e);
        }
    }

    private List<Root> roots(List<BlockId> ids, Optional<String> name) {
        TreeCensus census = new TreeCensus(parts.backend()::read, parts.home().blocks()::plainBytes);
        List<Root> roots = new ArrayList<>();
        for (BlockId id : ids) {
            int number = roots.size() + 1;
            Optional<String> named = name.map(given -> ids.size() == 1 ? given : given + "-" + number);
            roots.add(new Root(id, named, parts.clock().instant(), census.plainBytes(id)));
        }
        return roots;
    }

    @Override
    public void backup(TreeSink sink) throws IOException {
        backup.tell(sink);
    }

    @Override
    public Results.Put putStream(InputStream content, PutOrder order) throws IOException {
        order.name().ifPresent(Root::requireName);
        Function<Block, Outcome> way = PutWay.of(parts, order.user());
        try (StoreGuard.Lease puts = parts.home().guard().share();
                TreeWriter writer = new TreeWriter(way, parts.home().chunkSizes(), workers)) {
            writer.stream(Attributes.FILE, content);
            StoredTree tree = writer.finish();
            parts.home()
                    .roots()
                    .put(new Root(tree.root(), order.name(), parts.clock().instant(), tree.plainBytes()));
            return Results.Put.of(tree, order.name());
        }
    }
}
