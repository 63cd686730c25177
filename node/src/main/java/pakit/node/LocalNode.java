package pakit.node;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.dag.DagBackend;
import pakit.dag.Outcome;
import pakit.dag.StoredTree;
import pakit.dag.TreeDiff;
import pakit.dag.TreeEntry;
import pakit.dag.TreeReader;
import pakit.dag.TreeSink;
import pakit.dag.TreeWriter;
import pakit.dag.Workers;
import pakit.error.PakitException;
import pakit.hint.Advisor;
import pakit.jobs.Stations;
import pakit.jobs.TrainingScheduler;
import pakit.ml.drift.DriftWatch;
import pakit.ml.integration.ExperimentRunner;
import pakit.ml.integration.ShadowMode;
import pakit.ml.metrics.MetricSource;
import pakit.ml.oracle.ContinuousOracle;
import pakit.ml.privacy.PrivacyBudget;
import pakit.ml.serving.Checkpoints;
import pakit.ml.serving.HealthReport;
import pakit.ml.serving.ModelServer;
import pakit.ml.telemetry.EventQuery;
import pakit.ml.telemetry.EventSummary;
import pakit.ml.telemetry.PrivateFigures;
import pakit.ml.telemetry.PrivateOrder;
import pakit.ml.telemetry.TelemetryCollector;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.store.Home;
import pakit.store.Root;
import pakit.store.StoreGuard;

/// A node on a home that this process holds: each operation in a few lines over the parts that do the work.
/// Thread-safe.
public final class LocalNode implements NodeOperations {
    private final Parts parts;
    private final Workers workers;
    private final TreeReader trees;
    private final StoreCare care;
    private final LocalModels models;
    private final LocalExperiments experiments;
    private final LocalTransfers transfers;
    private final TrainingScheduler scheduler;

    /// What a node is made of. They belong to the node from then on: [LocalNode#close] closes them.
    ///
    /// @param backend over the home's blocks
    /// @param advisor asked about each new block
    /// @param experiments what may put other advisors in the advisor's place
    /// @param shadow what asks challengers too
    /// @param drift told of events as they happen
    /// @param jobs makes what trains models again
    /// @param oracle what tries all codecs beside the traffic
    /// @param metrics what `/metrics` shows, in this order
    /// @param encoders how many blocks are encoded, decoded or checked at the same time
    /// @param actor who shows up in the history of models: `cli` or `http`
    /// @param clock for the times of roots
    public record Parts(
            Home home,
            DagBackend backend,
            Advisor advisor,
            ModelServer models,
            ExperimentRunner experiments,
            ShadowMode shadow,
            TelemetryCollector telemetry,
            DriftWatch drift,
            Function<Stations, TrainingScheduler> jobs,
            ContinuousOracle oracle,
            Checkpoints checkpoints,
            List<MetricSource> metrics,
            int encoders,
            String actor,
            InstantSource clock) {}

    public LocalNode(Parts parts) {
        this.parts = parts;
        this.workers = new Workers(parts.encoders());
        this.trees = new TreeReader(this::blockOfTree, workers);
        this.care = new StoreCare(parts.home(), parts.backend(), parts.encoders());
        Candidates candidates =
                new Candidates(parts.models(), parts.telemetry(), parts.home().profile());
        this.models = new LocalModels(parts.models(), parts.actor(), candidates, parts.shadow());
        this.experiments = LocalExperiments.of(parts.experiments(), parts.models());
        this.transfers = new LocalTransfers(parts, workers, this::place, this::blockOfTree);
        LocalModels retrained = new LocalModels(parts.models(), "retraining", candidates, parts.shadow());
        this.scheduler = parts.jobs()
                .apply(new NodeStations(retrained, experiments, parts.drift(), candidates, parts.telemetry()));
    }

    @Override
    public Results.Put put(TreeSource source, PutOrder order) {
        Optional<String> name = order.name();
        name.ifPresent(Root::requireName);
        Function<Block, Outcome> way = PutWay.of(parts, order.user());
        try (StoreGuard.Lease puts = parts.home().guard().share();
                TreeWriter writer = new TreeWriter(way, parts.home().chunkSizes(), workers)) {
            source.tell(writer);
            StoredTree tree = writer.finish();
            parts.home().roots().put(new Root(tree.root(), name, parts.clock().instant(), tree.plainBytes()));
            return Results.Put.of(tree, name);
        } catch (IOException e) {
            throw TreeSource.unreadable(e);
        }
    }

    @Override
    public void get(String path, TreeSink sink) throws IOException {
        RootPath place = place(path);
        trees.tell(place.root(), place.path(), sink);
    }

    @Override
    public void cat(String path, OutputStream out) throws IOException {
        trees.cat(entry(path).id(), out);
    }

    @Override
    public List<Results.Root> roots() {
        return parts.home().roots().list().stream()
                .map(root -> new Results.Root(
                        root.id().toString(), root.name().orElse(null), root.createdAt(), root.plainBytes()))
                .toList();
    }

    /// Entries of a directory; a file or symlink is listed alone.
    @Override
    public List<Results.Entry> list(String path) {
        TreeEntry entry = entry(path);
        List<TreeEntry> entries = entry.kind() == TreeEntry.Kind.DIRECTORY ? trees.list(entry.id()) : List.of(entry);
        return entries.stream().map(TreeAnswers::of).toList();
    }

    private TreeEntry entry(String path) {
        RootPath place = place(path);
        return trees.resolve(place.root(), place.path());
    }

    private RootPath place(String path) {
        List<Root> roots = parts.home().roots().list();
        RootPath place = RootPath.parse(path, roots);
        boolean known = roots.stream().anyMatch(root -> root.id().equals(place.root()));
        if (!known && !parts.home().blocks().contains(place.root())) {
            throw new PakitException.NotFound("there is no block " + place.root());
        }
        return place;
    }

    /// A tree that is here leads only to blocks that are here.
    private Block blockOfTree(BlockId id) {
        try {
            return parts.backend().read(id);
        } catch (PakitException.NotFound e) {
            throw new PakitException.Corrupt(
                    "block " + id + " is lost, which a tree leads to; pakit verify names all that is lost", e);
        }
    }

    @Override
    public void diff(String before, String after, Consumer<Results.Change> changes) throws IOException {
        TreeDiff diff = new TreeDiff(this::blockOfTree);
        diff.tell(entry(before).id(), entry(after).id(), change -> changes.accept(TreeAnswers.of(change)));
    }

    @Override
    public Results.Stat stat(String id) {
        return StoreFigures.stat(parts.home().blocks(), BlockId.parse(id));
    }

    @Override
    public Block block(String id) {
        return parts.backend().read(BlockId.parse(id));
    }

    /// Forgets every root of that id, or the one of that name.
    @Override
    public void remove(String root) {
        List<Root> all = parts.home().roots().list();
        RootPath place = RootPath.parse(root, all);
        List<Root> meant = all.stream()
                .filter(known -> known.id().equals(place.root()))
                .filter(known -> known.name().equals(Optional.of(root))
                        || root.equals(known.id().toString()))
                .toList();
        if (meant.isEmpty()) {
            throw new PakitException.NotFound("'" + root + "' is no root; pakit ls lists the roots");
        }
        meant.forEach(parts.home().roots()::remove);
    }

    @Override
    public Results.Gc gc(LongConsumer progress) {
        return care.gc(progress);
    }

    @Override
    public Results.Verify verify(VerifyOrder order, LongConsumer progress) {
        return care.verify(order, progress);
    }

    @Override
    public Results.Verify repair(int limit, LongConsumer progress) {
        return care.repair(limit, progress);
    }

    @Override
    public Results.Reindex reindex(LongConsumer progress) {
        return care.reindex(progress);
    }

    @Override
    public TransferOperations transfers() {
        return transfers;
    }

    @Override
    public Results.Stats stats() {
        return StoreFigures.stats(parts.home(), parts.backend(), parts.oracle().earned());
    }

    @Override
    public ModelOperations models() {
        return models;
    }

    @Override
    public MonitorOperations monitor() {
        return new LocalMonitor(parts.models(), parts.telemetry(), parts.drift());
    }

    @Override
    public ExperimentOperations experiments() {
        return experiments;
    }

    @Override
    public HealthReport health() {
        return parts.models().healthCheck();
    }

    @Override
    public JobOperations jobs() {
        return new LocalJobs(scheduler);
    }

    @Override
    public String metrics() {
        return MetricSource.textOf(parts.metrics());
    }

    @Override
    public List<TelemetryEvent> events(EventQuery query) {
        return parts.telemetry().events(query);
    }

    @Override
    public PrivateFigures figures(PrivateOrder order) {
        return parts.telemetry().figures(order);
    }

    @Override
    public PrivacyBudget.Standing privacyBudget() {
        return parts.telemetry().budget();
    }

    @Override
    public EventSummary summary(EventQuery query, Duration bucket) {
        return parts.telemetry().summary(query, bucket);
    }

    /// Closes the parts: first who writes, last what is written to.
    @Override
    public void close() {
        try (Home home = parts.home();
                TelemetryCollector telemetry = parts.telemetry()) {
            scheduler.close();
            workers.close();
            parts.backend().close();
            parts.experiments().close();
            parts.oracle().sideline().close();
            parts.shadow().sideline().close();
            parts.checkpoints().close();
            parts.models().close();
        }
    }
}
