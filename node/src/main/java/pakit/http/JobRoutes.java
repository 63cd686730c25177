package pakit.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.jobs.Job;
import pakit.node.JobOperations;
import pakit.node.NodeJson;
import pakit.node.Results;

/// Retrainings under `/v1/jobs`: look at, begin, end.
final class JobRoutes {
    static final String JOBS = "/v1/jobs";

    private static final String JOB = JOBS + "/:job";

    private final JobOperations jobs;
    private final Work work;

    JobRoutes(JobOperations jobs, Work work) {
        this.jobs = jobs;
        this.work = work;
    }

    void addTo(Router router, JsonBody json) {
        router.get(JOBS).handler(work.json(request -> new Results.Jobs(jobs.list())));
        router.post(JOBS).consumes("application/json").handler(json).handler(work.json(this::run));
        router.get(JOB).handler(work.json(request -> jobs.show(Parameters.part(request, "job"))));
        router.post(JOB + "/cancel").handler(json).handler(work.json(this::cancel));
    }

    private Job run(RoutingContext request) {
        RunRequest run = NodeJson.read(Parameters.body(request), RunRequest.class);
        if (run.model == null) {
            throw new PakitException.Invalid("the request has no 'model'");
        }
        return jobs.run(run.model, run.reason == null ? "" : run.reason);
    }

    /// @param model required
    record RunRequest(@Nullable String model, @Nullable String reason) {}

    private Job cancel(RoutingContext request) {
        byte[] body = Parameters.body(request);
        String reason = body.length == 0 ? null : NodeJson.read(body, CancelRequest.class).reason;
        return jobs.cancel(Parameters.part(request, "job"), reason == null ? "" : reason);
    }

    /// The body may also be left out.
    record CancelRequest(@Nullable String reason) {}
}
