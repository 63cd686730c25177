package pakit.http;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import pakit.block.Block;
import pakit.dag.HintEarnings;
import pakit.dag.PrefetchTotals;
import pakit.dag.TreeSink;
import pakit.error.PakitException;
import pakit.ml.privacy.PrivacyBudget;
import pakit.ml.serving.HealthReport;
import pakit.ml.telemetry.EventQuery;
import pakit.ml.telemetry.EventSummary;
import pakit.ml.telemetry.PrivateFigures;
import pakit.ml.telemetry.PrivateOrder;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.node.ExperimentOperations;
import pakit.node.JobOperations;
import pakit.node.ModelOperations;
import pakit.node.MonitorOperations;
import pakit.node.NodeOperations;
import pakit.node.PutOrder;
import pakit.node.Results;
import pakit.node.TransferOperations;
import pakit.node.VerifyOrder;
import pakit.tar.ToldTree;

/// A node that keeps trees in memory and answers the rest with fixed figures; a test overrides what it is about.
class PlayedNode implements NodeOperations {
    static final Block BLOCK = Block.raw("hello world".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final Map<String, ToldTree> trees = new ConcurrentHashMap<>();

    @Override
    public Results.Put put(TreeSource source, PutOrder order) {
        Optional<String> name = order.name();
        ToldTree tree = new ToldTree();
        try {
            source.tell(tree);
        } catch (IOException e) {
            throw new PakitException.Unavailable("the tree cannot be read: " + e.getMessage(), e);
        }
        String id = name.orElse("unnamed");
        trees.put(id, tree);
        return new Results.Put(
                List.of(new Results.PutRoot(id, id, tree.lines().size())), new Results.BlockCounts(3, 4), 5);
    }

    @Override
    public void get(String path, TreeSink sink) throws IOException {
        tree(path).tell(sink);
    }

    private ToldTree tree(String path) {
        return Optional.ofNullable(trees.get(path))
                .orElseThrow(() -> new PakitException.NotFound("no root '" + path + "'"));
    }

    @Override
    public void cat(String path, OutputStream out) throws IOException {
        int slash = path.indexOf('/');
        out.write(tree(path.substring(0, slash)).content(path.substring(slash + 1)));
    }

    @Override
    public List<Results.Root> roots() {
        return trees.keySet().stream()
                .sorted()
                .map(name -> new Results.Root(name, name, NOON, 1))
                .toList();
    }

    @Override
    public List<Results.Entry> list(String path) {
        return List.of(new Results.Entry(path, "file", "id", 1, "0644", null));
    }

    @Override
    public void diff(String before, String after, Consumer<Results.Change> changes) {
        changes.accept(
                new Results.Change("removed", before, List.of(), list(before).getFirst(), null));
        changes.accept(
                new Results.Change("added", after, List.of(), null, list(after).getFirst()));
    }

    @Override
    public Results.Stat stat(String id) {
        return new Results.Stat(id, "raw", 11, 12, "none", 0, null, List.of());
    }

    @Override
    public Block block(String id) {
        if (!id.equals(BLOCK.id().toString())) {
            throw new PakitException.NotFound("no block " + id);
        }
        return BLOCK;
    }

    @Override
    public void remove(String root) {
        tree(root);
        trees.remove(root);
    }

    @Override
    public Results.Gc gc(LongConsumer progress) {
        return new Results.Gc(1, 2, 3, 0, null, null);
    }

    @Override
    public Results.Verify verify(VerifyOrder order, LongConsumer progress) {
        return verified((long) order.percent(), order.limit());
    }

    private static Results.Verify verified(long blocks, long further) {
        return new Results.Verify(
                blocks,
                2,
                List.of(new Results.Problem("id", "wrong")),
                further,
                List.of(new Results.Affected("root", "name", "a/b", "id")),
                1,
                null,
                null,
                null);
    }

    @Override
    public Results.Verify repair(int limit, LongConsumer progress) {
        return verified(7, limit);
    }

    @Override
    public Results.Reindex reindex(LongConsumer progress) {
        return new Results.Reindex(5, 6, 7);
    }

    @Override
    public Results.Stats stats() {
        return new Results.Stats(
                1,
                2,
                3,
                4,
                5,
                Map.of("zstd-3", 5L),
                Map.of(0, 3L, 2, 2L),
                new Results.Share(1, 3, 2),
                new Results.Ratios(3, 1.5, 2),
                new HintEarnings.Earned(4, 3, 2),
                new Results.CodecHints(400, new Results.Percent(-2, -3, -1), null),
                new PrefetchTotals(9, 7, 1, 1, 0));
    }

    @Override
    public TransferOperations transfers() {
        return new PlayedTransfers();
    }

    @Override
    public ModelOperations models() {
        return new PlayedModels();
    }

    @Override
    public JobOperations jobs() {
        return new PlayedJobs();
    }

    @Override
    public MonitorOperations monitor() {
        return new PlayedMonitor();
    }

    @Override
    public ExperimentOperations experiments() {
        return new PlayedExperiments();
    }

    @Override
    public HealthReport health() {
        return new HealthReport(
                "healthy",
                1,
                1,
                "on",
                60,
                Instant.EPOCH,
                0,
                Map.of("m", new HealthReport.ModelHealth(true, "1.0.0", "CLOSED", 7, 1.0, 0.5, "")));
    }

    @Override
    public String metrics() {
        return "pakit_ml_predictions_total{model=\"m\"} 7\n";
    }

    @Override
    public List<TelemetryEvent> events(EventQuery query) {
        return List.of(new TelemetryEvent.Predicted(NOON, "m", "1.0.0", 1, true, query.limit(), List.of(), List.of()));
    }

    @Override
    public PrivateFigures figures(PrivateOrder order) {
        var figure = new PrivateFigures.Figure(order.since(), "Predicted", BigInteger.valueOf(order.max()));
        return new PrivateFigures(String.valueOf(order.sum()), List.of(figure), privacyBudget());
    }

    @Override
    public PrivacyBudget.Standing privacyBudget() {
        return new PrivacyBudget.Standing("rho", BigDecimal.TEN, BigDecimal.ONE, 3, 3, 1e-6);
    }

    @Override
    public EventSummary summary(EventQuery query, Duration bucket) {
        var column = new EventSummary.Column("nanos", 2, 1, 2, 3, 3, query.limit());
        return new EventSummary(List.of(new EventSummary.Group(
                query.since(), "Predicted", bucket.toSeconds() + query.kinds().size(), List.of(column))));
    }

    @Override
    public void close() {}
}
