package pakit.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.dag.TreeSink;
import pakit.error.PakitException;
import pakit.ml.serving.HealthReport;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.node.NodeJson;
import pakit.node.NodeOperations;
import pakit.node.Results;
import pakit.tar.TarTreeReader;

/// A node at the other end of its port. Trees pass as tar streams in both directions and a model version as its files,
/// so the node never opens a path that was named here. Thread-safe.
public final class RemoteNode implements NodeOperations {
    private static final Duration SILENCE_MAX = Duration.ofMinutes(1);

    private final Exchange exchange;

    /// @param address of the port, such as `http://127.0.0.1:8080`
    public RemoteNode(URI address) {
        this.exchange = new Exchange(address, SILENCE_MAX);
    }

    @Override
    public Results.Put put(TreeSource source, Optional<String> name) {
        String query = name.map(given -> "?name=" + UrlPath.encode(given)).orElse("");
        return NodeJson.read(exchange.upload(FileRoutes.FILES + query, source), Results.Put.class);
    }

    @Override
    public void get(String path, TreeSink sink) throws IOException {
        exchange.download(below(FileRoutes.FILES, path), body -> TarTreeReader.read(body, sink));
    }

    @Override
    public void cat(String path, OutputStream out) throws IOException {
        exchange.download(below(FileRoutes.FILES, path) + "?format=raw", body -> body.transferTo(out));
    }

    @Override
    public List<Results.Root> roots() {
        return ask(FileRoutes.ROOTS, Results.Roots.class).roots();
    }

    @Override
    public List<Results.Entry> list(String path) {
        return ask(below(FileRoutes.ROOTS, path), Results.Entries.class).entries();
    }

    @Override
    public Results.Stat stat(String id) {
        return ask(below(NodeRoutes.BLOCKS, id) + "/stat", Results.Stat.class);
    }

    /// @throws PakitException.Corrupt if the node's bytes are not those that `id` names
    @Override
    public Block block(String id) {
        BlockId wanted = BlockId.parse(id);
        Block block = Block.of(wanted.kind(), exchange.bytes(below(NodeRoutes.BLOCKS, id)));
        if (!block.id().equals(wanted)) {
            throw new PakitException.Corrupt(
                    "the node gave other bytes for block " + id + ": their id is " + block.id());
        }
        return block;
    }

    @Override
    public void remove(String root) {
        exchange.send("DELETE", below(FileRoutes.ROOTS, root), BodyPublishers.noBody());
    }

    @Override
    public Results.Gc gc() {
        return order("/v1/gc", Results.Gc.class);
    }

    @Override
    public Results.Verify verify() {
        return order("/v1/verify", Results.Verify.class);
    }

    @Override
    public Results.Stats stats() {
        return NodeJson.read(exchange.send("GET", "/v1/stats", BodyPublishers.noBody()), Results.Stats.class);
    }

    @Override
    public List<Results.ModelSummary> models() {
        return ask(ModelRoutes.MODELS, Results.Models.class).models();
    }

    @Override
    public Results.Model model(String name) {
        return ask(below(ModelRoutes.MODELS, name), Results.Model.class);
    }

    @Override
    public Results.Model register(String name, String version, Path artifact, Map<String, String> metadata) {
        String query = metadata.entrySet().stream()
                .map(pair -> "meta=" + UrlPath.encode(pair.getKey() + "=" + pair.getValue()))
                .collect(Collectors.joining("&", "?", ""));
        String path = below(ModelRoutes.MODELS, name) + "/versions/" + UrlPath.encode(version) + query;
        return NodeJson.read(exchange.upload(path, new ArtifactFiles(artifact)), Results.Model.class);
    }

    @Override
    public Results.Model swap(String name, String version, String reason) {
        var request = new ModelRoutes.SwapRequest(version, reason);
        return NodeJson.read(
                exchange.sendJson(below(ModelRoutes.MODELS, name) + "/swap", request), Results.Model.class);
    }

    @Override
    public Results.Model rollback(String name) {
        return order(below(ModelRoutes.MODELS, name) + "/rollback", Results.Model.class);
    }

    @Override
    public Results.History history(String name) {
        return ask(below(ModelRoutes.MODELS, name) + "/history", Results.History.class);
    }

    @Override
    public HealthReport health() {
        return ask("/v1/health", HealthReport.class);
    }

    @Override
    public String metrics() {
        return new String(exchange.bytes("/metrics"), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public List<TelemetryEvent> events(int limit) {
        return ask("/v1/telemetry/events?limit=" + limit, Results.Events.class).events();
    }

    @Override
    public void close() {
        exchange.close();
    }

    private <T> T ask(String path, Class<T> type) {
        return NodeJson.read(exchange.bytes(path), type);
    }

    /// A request for work that may take long.
    private <T> T order(String path, Class<T> type) {
        return NodeJson.read(exchange.send("POST", path, BodyPublishers.noBody()), type);
    }

    private static String below(String prefix, String name) {
        return prefix + "/" + UrlPath.encode(name);
    }
}
