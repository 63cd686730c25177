package pakit.http;

import java.util.List;
import pakit.error.PakitException;
import pakit.node.ExperimentOperations;
import pakit.node.ExperimentOrder;
import pakit.node.ExperimentReport;
import pakit.node.Experiments;

/// A node that knows of no experiments.
final class PlayedExperiments implements ExperimentOperations {
    @Override
    public List<Experiments.Summary> list() {
        return List.of();
    }

    @Override
    public Experiments.Status status(String name) {
        throw none(name);
    }

    @Override
    public Experiments.Status create(ExperimentOrder order) {
        throw none(order.name());
    }

    @Override
    public Experiments.Status split(String name, double share, String reason) {
        throw none(name);
    }

    @Override
    public Experiments.Status stop(String name, String reason) {
        throw none(name);
    }

    @Override
    public void delete(String name) {
        throw none(name);
    }

    @Override
    public Experiments.Significance significance(String name, String metric) {
        throw none(name);
    }

    @Override
    public Experiments.Variant variant(String name, String user) {
        throw none(name);
    }

    @Override
    public void record(String name, ExperimentReport report) {
        throw none(name);
    }

    private static PakitException.NotFound none(String name) {
        return new PakitException.NotFound("no experiment '" + name + "', there are []");
    }
}
