package pakit.http;

import java.time.Instant;
import java.util.List;
import pakit.error.PakitException;
import pakit.jobs.Job;
import pakit.jobs.JobState;
import pakit.node.JobOperations;

/// Jobs that answer with what they were asked.
final class PlayedJobs implements JobOperations {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Override
    public List<Job> list() {
        return List.of(job("1", "m", "listed"));
    }

    @Override
    public Job show(String id) {
        if (id.equals("none")) {
            throw new PakitException.NotFound("no job 'none'");
        }
        return job(id, "m", "shown");
    }

    @Override
    public Job run(String model, String reason) {
        return job("2", model, reason);
    }

    @Override
    public Job cancel(String id, String reason) {
        return job(id, "m", reason);
    }

    private static Job job(String id, String model, String reason) {
        return new Job(
                id,
                model,
                reason,
                false,
                JobState.RAMPING,
                "1.1.0",
                NOON,
                NOON.plusSeconds(1),
                List.of(new Job.Line(NOON, "begun: " + reason)));
    }
}
