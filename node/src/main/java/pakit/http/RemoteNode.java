package pakit.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import pakit.block.Block;
import pakit.block.BlockId;
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
import pakit.node.FiguresOrder;
import pakit.node.JobOperations;
import pakit.node.ModelOperations;
import pakit.node.MonitorOperations;
import pakit.node.NodeJson;
import pakit.node.NodeOperations;
import pakit.node.PutOrder;
import pakit.node.Results;
import pakit.node.TransferOperations;
import pakit.node.VerifyOrder;
import pakit.tar.TarTreeReader;

/// A node at the other end of its port. Trees pass as tar streams in both directions and a model version as its files,
/// so the node opens no path that was named here, unless it is one of this user on this machine ([OwnFiles]).
/// Thread-safe.
public final class RemoteNode implements NodeOperations {
    private static final Duration SILENCE_MAX = Duration.ofMinutes(1);

    private final Exchange exchange;
    private final RemoteModels models;
    private final RemoteExperiments experiments;
    private final RemoteTransfers transfers;
    private final Optional<OwnFiles> ownFiles;

    /// How files of this machine pass.
    public enum Files {
        STREAMED,
        /// The node reads and writes them itself, if it can.
        BY_THE_NODE
    }

    public RemoteNode(NodeAddress address) {
        this(address, Files.STREAMED);
    }

    public RemoteNode(NodeAddress address, Files files) {
        this(address, files, SILENCE_MAX);
    }

    RemoteNode(NodeAddress address, Duration silenceMax) {
        this(address, Files.STREAMED, silenceMax);
    }

    private RemoteNode(NodeAddress address, Files files, Duration silenceMax) {
        this.exchange = new Exchange(address, silenceMax);
        this.models = new RemoteModels(exchange);
        this.experiments = new RemoteExperiments(exchange);
        this.transfers = new RemoteTransfers(exchange);
        this.ownFiles = files == Files.BY_THE_NODE ? Optional.of(new OwnFiles(exchange)) : Optional.empty();
    }

    @Override
    public Results.Put put(TreeSource source, PutOrder order) {
        return ownFiles.flatMap(own -> own.put(source, order)).orElseGet(() -> upload(source, order));
    }

    private Results.Put upload(TreeSource source, PutOrder order) {
        String path = FileRoutes.FILES + PutRequest.query(order);
        return NodeJson.read(exchange.upload(path, PutRequest.headers(order), source), Results.Put.class);
    }

    @Override
    public void get(String path, TreeSink sink) throws IOException {
        if (ownFiles.isEmpty() || !ownFiles.get().got(path, sink)) {
            exchange.download(UrlPath.below(FileRoutes.FILES, path), body -> TarTreeReader.read(body, sink));
        }
    }

    @Override
    public void cat(String path, OutputStream out) throws IOException {
        exchange.download(UrlPath.below(FileRoutes.FILES, path) + "?format=raw", body -> body.transferTo(out));
    }

    @Override
    public List<Results.Root> roots() {
        return exchange.ask(FileRoutes.ROOTS, Results.Roots.class).roots();
    }

    @Override
    public List<Results.Entry> list(String path) {
        return exchange.ask(UrlPath.below(FileRoutes.ROOTS, path), Results.Entries.class)
                .entries();
    }

    @Override
    public void diff(String before, String after, Consumer<Results.Change> changes) throws IOException {
        String query = "?before=" + UrlPath.encode(before) + "&after=" + UrlPath.encode(after);
        exchange.download(FileRoutes.DIFF + query, body -> {
            BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                changes.accept(NodeJson.read(line.getBytes(StandardCharsets.UTF_8), Results.Change.class));
            }
        });
    }

    @Override
    public Results.Stat stat(String id) {
        return exchange.ask(UrlPath.below(NodeRoutes.BLOCKS, id) + "/stat", Results.Stat.class);
    }

    /// @throws PakitException.Corrupt if the node's bytes are not those that `id` names
    @Override
    public Block block(String id) {
        BlockId wanted = BlockId.parse(id);
        Block block = Block.of(wanted.kind(), exchange.bytes(UrlPath.below(NodeRoutes.BLOCKS, id)));
        if (!block.id().equals(wanted)) {
            throw new PakitException.Corrupt(
                    "the node gave other bytes for block " + id + ": their id is " + block.id());
        }
        return block;
    }

    @Override
    public void remove(String root) {
        exchange.send("DELETE", UrlPath.below(FileRoutes.ROOTS, root), BodyPublishers.noBody());
    }

    @Override
    public Results.Gc gc(LongConsumer progress) {
        return exchange.order("POST", "/v1/gc", Results.Gc.class);
    }

    @Override
    public Results.Verify verify(VerifyOrder order, LongConsumer progress) {
        String query = "?percent=" + order.percent() + "&limit=" + order.limit();
        return exchange.order("POST", "/v1/verify" + query, Results.Verify.class);
    }

    @Override
    public Results.Verify repair(int limit, LongConsumer progress) {
        return exchange.order("POST", "/v1/repair?limit=" + limit, Results.Verify.class);
    }

    @Override
    public Results.Reindex reindex(LongConsumer progress) {
        return exchange.order("POST", "/v1/reindex", Results.Reindex.class);
    }

    @Override
    public TransferOperations transfers() {
        return transfers;
    }

    @Override
    public Results.Stats stats() {
        return exchange.order("GET", "/v1/stats", Results.Stats.class);
    }

    @Override
    public ModelOperations models() {
        return models;
    }

    @Override
    public MonitorOperations monitor() {
        return new RemoteMonitor(exchange);
    }

    @Override
    public ExperimentOperations experiments() {
        return experiments;
    }

    @Override
    public JobOperations jobs() {
        return new RemoteJobs(exchange);
    }

    @Override
    public HealthReport health() {
        return exchange.ask("/v1/health", HealthReport.class);
    }

    @Override
    public String metrics() {
        return new String(exchange.bytes("/metrics"), StandardCharsets.UTF_8);
    }

    @Override
    public List<TelemetryEvent> events(EventQuery query) {
        return exchange.ask("/v1/telemetry/events?" + parameters(query), Results.Events.class)
                .events();
    }

    @Override
    public PrivateFigures figures(PrivateOrder order) {
        return NodeJson.read(exchange.sendJson("/v1/telemetry/figures", FiguresOrder.of(order)), PrivateFigures.class);
    }

    @Override
    public PrivacyBudget.Standing privacyBudget() {
        return exchange.ask("/v1/telemetry/budget", PrivacyBudget.Standing.class);
    }

    @Override
    public EventSummary summary(EventQuery query, Duration bucket) {
        return exchange.ask(
                "/v1/telemetry/summary?" + parameters(query) + "&bucket=" + bucket.toSeconds(), EventSummary.class);
    }

    private static String parameters(EventQuery query) {
        String kinds = query.kinds().stream()
                .map(kind -> "&type=" + kind.label())
                .sorted()
                .collect(Collectors.joining());
        String since = query.since().equals(Instant.MIN) ? "" : "&since=" + query.since();
        return "limit=" + query.limit() + kinds + since;
    }

    @Override
    public void close() {
        exchange.close();
    }
}
