package pakit.http;

import java.util.List;
import pakit.jobs.Job;
import pakit.node.JobOperations;
import pakit.node.NodeJson;
import pakit.node.Results;

/// The jobs of a node at the other end of its port. Thread-safe.
record RemoteJobs(Exchange exchange) implements JobOperations {
    @Override
    public List<Job> list() {
        return exchange.ask(JobRoutes.JOBS, Results.Jobs.class).jobs();
    }

    @Override
    public Job show(String id) {
        return exchange.ask(UrlPath.below(JobRoutes.JOBS, id), Job.class);
    }

    @Override
    public Job run(String model, String reason) {
        return job(exchange.sendJson(JobRoutes.JOBS, new JobRoutes.RunRequest(model, reason)));
    }

    @Override
    public Job cancel(String id, String reason) {
        return job(
                exchange.sendJson(UrlPath.below(JobRoutes.JOBS, id) + "/cancel", new JobRoutes.CancelRequest(reason)));
    }

    private static Job job(byte[] answer) {
        return NodeJson.read(answer, Job.class);
    }
}
