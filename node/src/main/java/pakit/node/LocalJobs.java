package pakit.node;

import java.util.List;
import pakit.jobs.Job;
import pakit.jobs.TrainingScheduler;

/// The jobs of this process. Thread-safe.
record LocalJobs(TrainingScheduler scheduler) implements JobOperations {
    @Override
    public List<Job> list() {
        return scheduler.jobs();
    }

    @Override
    public Job show(String id) {
        return scheduler.job(id);
    }

    @Override
    public Job run(String model, String reason) {
        return scheduler.run(model, reason);
    }

    @Override
    public Job cancel(String id, String reason) {
        return scheduler.cancel(id, reason);
    }
}
