package pakit.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.node.ExperimentOperations;
import pakit.node.ExperimentOrder;
import pakit.node.ExperimentReport;
import pakit.node.Experiments;
import pakit.node.NodeJson;

/// Experiments under `/v1/experiments`: begin, look at, steer, end; and what callers from outside need to take part.
final class ExperimentRoutes {
    static final String EXPERIMENTS = "/v1/experiments";

    private static final String EXPERIMENT = EXPERIMENTS + "/:experiment";
    private static final String JSON = "application/json";

    private final ExperimentOperations experiments;
    private final Work work;

    ExperimentRoutes(ExperimentOperations experiments, Work work) {
        this.experiments = experiments;
        this.work = work;
    }

    void addTo(Router router, JsonBody json) {
        router.get(EXPERIMENTS).handler(work.json(request -> new Experiments.All(experiments.list())));
        router.post(EXPERIMENTS).consumes(JSON).handler(json).handler(work.json(this::create));
        router.get(EXPERIMENT).handler(work.json(request -> experiments.status(name(request))));
        router.delete(EXPERIMENT).handler(this::delete);
        router.get(EXPERIMENT + "/significance")
                .handler(work.json(request -> experiments.significance(name(request), required(request, "metric"))));
        router.get(EXPERIMENT + "/variant")
                .handler(work.json(request -> experiments.variant(name(request), required(request, "user"))));
        router.post(EXPERIMENT + "/split").consumes(JSON).handler(json).handler(work.json(this::split));
        router.post(EXPERIMENT + "/stop").handler(json).handler(work.json(this::stop));
        router.post(EXPERIMENT + "/results").consumes(JSON).handler(json).handler(this::record);
    }

    private Experiments.Status create(RoutingContext request) {
        return experiments.create(NodeJson.read(Parameters.body(request), ExperimentOrder.class));
    }

    private Experiments.Status split(RoutingContext request) {
        SplitRequest split = NodeJson.read(Parameters.body(request), SplitRequest.class);
        if (split.split == null) {
            throw new PakitException.Invalid("the request has no 'split'");
        }
        return experiments.split(name(request), split.split, split.reason == null ? "by hand" : split.reason);
    }

    /// @param split required; share of each treatment, 0 to 1
    record SplitRequest(@Nullable Double split, @Nullable String reason) {}

    private Experiments.Status stop(RoutingContext request) {
        byte[] body = Parameters.body(request);
        String reason = body.length == 0 ? null : NodeJson.read(body, StopRequest.class).reason;
        return experiments.stop(name(request), reason == null ? "" : reason);
    }

    /// The body may also be left out.
    record StopRequest(@Nullable String reason) {}

    private void record(RoutingContext request) {
        work.run(
                request,
                () -> {
                    experiments.record(name(request), NodeJson.read(Parameters.body(request), ExperimentReport.class));
                    return name(request);
                },
                recorded -> request.response().setStatusCode(204).end());
    }

    private void delete(RoutingContext request) {
        work.run(
                request,
                () -> {
                    experiments.delete(name(request));
                    return name(request);
                },
                deleted -> request.response().setStatusCode(204).end());
    }

    private static String name(RoutingContext request) {
        return Parameters.part(request, "experiment");
    }

    private static String required(RoutingContext request, String parameter) {
        return Parameters.query(request, parameter)
                .orElseThrow(() -> new PakitException.Invalid("the request has no '" + parameter + "'"));
    }
}
