package pakit.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import pakit.ml.estimate.CandidateReport;
import pakit.ml.integration.ShadowReport;
import pakit.ml.models.GateReport;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.ml.serving.Breakers;
import pakit.node.ModelOperations;
import pakit.node.NodeJson;
import pakit.node.NodeOperations.TreeSource;
import pakit.node.Results;
import pakit.node.ShadowOrder;
import pakit.node.SwapOrder;
import pakit.node.SwitchPosition;

/// The models of a node at the other end of its port. A model version passes as its files, so the node never opens a
/// path that was named here. Thread-safe.
final class RemoteModels implements ModelOperations {
    private final Exchange exchange;

    RemoteModels(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public Results.Models list() {
        return exchange.ask(ModelRoutes.MODELS, Results.Models.class);
    }

    @Override
    public Results.Model show(String name) {
        return exchange.ask(model(name), Results.Model.class);
    }

    @Override
    public Results.Model register(String name, String version, Path artifact, Map<String, String> metadata) {
        String query = metadata.entrySet().stream()
                .map(pair -> "meta=" + UrlPath.encode(pair.getKey() + "=" + pair.getValue()))
                .collect(Collectors.joining("&", "?", ""));
        String path = model(name) + "/versions/" + UrlPath.encode(version) + query;
        TreeSource files = Files.isRegularFile(artifact)
                ? new ArtifactBytes(ModelArtifact.read(artifact, name, ModelVersion.parse(version)))
                : new ArtifactFiles(artifact);
        return NodeJson.read(exchange.upload(path, files), Results.Model.class);
    }

    @Override
    public GateReport validate(String name, String version) {
        return exchange.order(
                "POST", model(name) + "/versions/" + UrlPath.encode(version) + "/validate", GateReport.class);
    }

    @Override
    public CandidateReport estimate(String name, String version) {
        return exchange.ask(model(name) + "/versions/" + UrlPath.encode(version) + "/estimate", CandidateReport.class);
    }

    @Override
    public ShadowReport shadow(String name) {
        return exchange.ask(model(name) + "/shadow", ShadowReport.class);
    }

    @Override
    public ShadowReport shadow(String name, ShadowOrder order) {
        return NodeJson.read(exchange.sendJson(model(name) + "/shadow", order), ShadowReport.class);
    }

    @Override
    public Results.Model swap(String name, SwapOrder order) {
        boolean forced = order.gatekeeping() == SwapOrder.Gatekeeping.FORCED;
        var request = new ModelRoutes.SwapRequest(order.version(), order.reason(), forced);
        return NodeJson.read(exchange.sendJson(model(name) + "/swap", request), Results.Model.class);
    }

    @Override
    public Results.Model rollback(String name, String reason) {
        var request = new ModelRoutes.RollbackRequest(reason);
        return NodeJson.read(exchange.sendJson(model(name) + "/rollback", request), Results.Model.class);
    }

    @Override
    public Results.History history(String name) {
        return exchange.ask(model(name) + "/history", Results.History.class);
    }

    @Override
    public Results.LiveAt liveAt(String name, Instant time) {
        return exchange.ask(model(name) + "/live?at=" + UrlPath.encode(time.toString()), Results.LiveAt.class);
    }

    @Override
    public Results.CleanedUp cleanup(String name, int keep) {
        return exchange.order("POST", model(name) + "/cleanup?keep=" + keep, Results.CleanedUp.class);
    }

    @Override
    public Results.Model challenge(String name, String version, String reason) {
        var request = new LifecycleRoutes.AliasRequest(version, reason);
        return NodeJson.read(exchange.sendJson(model(name) + "/challenger", request), Results.Model.class);
    }

    @Override
    public Results.Model withdraw(String name, String reason) {
        String path = model(name) + "/challenger?reason=" + UrlPath.encode(reason);
        return exchange.order("DELETE", path, Results.Model.class);
    }

    @Override
    public Results.Models turn(String name, SwitchPosition position) {
        return exchange.order("POST", model(name) + LifecycleRoutes.verb(position), Results.Models.class);
    }

    @Override
    public Results.Models turnAll(SwitchPosition position) {
        return exchange.order("POST", ModelRoutes.MODELS + LifecycleRoutes.verb(position), Results.Models.class);
    }

    @Override
    public Results.Breaker forceBreaker(String name, Breakers.Forced position) {
        var request = new LifecycleRoutes.ForceRequest(position.name().toLowerCase(Locale.ROOT));
        return NodeJson.read(exchange.sendJson(model(name) + "/force-breaker", request), Results.Breaker.class);
    }

    @Override
    public Results.Breaker resetBreaker(String name) {
        return exchange.order("POST", model(name) + "/reset-breaker", Results.Breaker.class);
    }

    private static String model(String name) {
        return UrlPath.below(ModelRoutes.MODELS, name);
    }
}
