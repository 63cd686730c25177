package pakit.jobs;

import java.nio.file.Path;
import java.util.OptionalInt;

/// Trains a model somewhere else.
public interface Training {
    /// @param measurements what to train on
    /// @param output a directory that does not exist yet, for the artifact
    /// @throws pakit.error.PakitException.Unavailable if it cannot be started
    Running start(String model, Path measurements, Path output);

    /// One that was started. Thread-safe.
    interface Running {
        /// The exit code; empty while it runs.
        OptionalInt exit();

        /// The end of what it said.
        String said();

        /// Ends it, and waits until it is gone.
        void kill();
    }
}
