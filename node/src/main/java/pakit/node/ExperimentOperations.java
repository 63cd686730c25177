package pakit.node;

import java.util.List;

/// Everything a user can do with the experiments of a node.
///
/// All methods throw the kinds of [pakit.error.PakitException]. Thread-safe.
public interface ExperimentOperations {
    /// The newest first.
    List<Experiments.Summary> list();

    Experiments.Status status(String name);

    /// @throws pakit.error.PakitException.NotFound if a version that an arm needs is not loaded
    /// @throws pakit.error.PakitException.Refused if the name is taken, or another experiment runs on the model
    Experiments.Status create(ExperimentOrder order);

    /// Gives each treatment a larger share.
    ///
    /// @throws pakit.error.PakitException.Refused if it would become smaller
    Experiments.Status split(String name, double share, String reason);

    /// Ends it; control serves everybody.
    Experiments.Status stop(String name, String reason);

    /// Forgets one that has ended.
    void delete(String name);

    /// Whether the first treatment differs from control in `metric`.
    ///
    /// @throws pakit.error.PakitException.NotFound naming the metrics that there are
    Experiments.Significance significance(String name, String metric);

    /// The arm of a user.
    Experiments.Variant variant(String name, String user);

    /// What somebody outside of this node served to a user, and what came of it. All of it is counted, or nothing.
    void record(String name, ExperimentReport report);
}
