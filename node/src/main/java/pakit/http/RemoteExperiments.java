package pakit.http;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import pakit.node.ExperimentOperations;
import pakit.node.ExperimentOrder;
import pakit.node.ExperimentReport;
import pakit.node.Experiments;
import pakit.node.NodeJson;

/// The experiments of a node at the other end of its port. Thread-safe.
final class RemoteExperiments implements ExperimentOperations {
    private final Exchange exchange;

    RemoteExperiments(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public List<Experiments.Summary> list() {
        return exchange.ask(ExperimentRoutes.EXPERIMENTS, Experiments.All.class).experiments();
    }

    @Override
    public Experiments.Status status(String name) {
        return exchange.ask(path(name), Experiments.Status.class);
    }

    @Override
    public Experiments.Status create(ExperimentOrder order) {
        return status(exchange.sendJson(ExperimentRoutes.EXPERIMENTS, order));
    }

    @Override
    public Experiments.Status split(String name, double share, String reason) {
        return status(exchange.sendJson(path(name) + "/split", new ExperimentRoutes.SplitRequest(share, reason)));
    }

    @Override
    public Experiments.Status stop(String name, String reason) {
        return status(exchange.sendJson(path(name) + "/stop", new ExperimentRoutes.StopRequest(reason)));
    }

    @Override
    public void delete(String name) {
        exchange.send("DELETE", path(name), BodyPublishers.noBody());
    }

    @Override
    public Experiments.Significance significance(String name, String metric) {
        return exchange.ask(
                path(name) + "/significance?metric=" + UrlPath.encode(metric), Experiments.Significance.class);
    }

    @Override
    public Experiments.Variant variant(String name, String user) {
        return exchange.ask(path(name) + "/variant?user=" + UrlPath.encode(user), Experiments.Variant.class);
    }

    @Override
    public void record(String name, ExperimentReport report) {
        exchange.sendJson(path(name) + "/results", report);
    }

    private static Experiments.Status status(byte[] answer) {
        return NodeJson.read(answer, Experiments.Status.class);
    }

    private static String path(String name) {
        return UrlPath.below(ExperimentRoutes.EXPERIMENTS, name);
    }
}
