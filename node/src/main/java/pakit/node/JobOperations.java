package pakit.node;

import java.util.List;
import pakit.jobs.Job;

/// The retrainings of a node.
///
/// All methods throw the kinds of [pakit.error.PakitException]. Thread-safe.
public interface JobOperations {
    /// The newest first.
    List<Job> list();

    Job show(String id);

    /// Queues one; a served node takes it on.
    ///
    /// @param reason may be empty
    /// @throws pakit.error.PakitException.NotFound if such a model is not retrained
    /// @throws pakit.error.PakitException.Refused if one for that model is under way
    Job run(String model, String reason);

    /// Ends one, whatever it was doing.
    ///
    /// @param reason may be empty
    /// @throws pakit.error.PakitException.Refused if it is over
    Job cancel(String id, String reason);
}
