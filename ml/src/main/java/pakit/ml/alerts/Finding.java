package pakit.ml.alerts;

/// How one thing that an [AlertSource] watches stands now.
public sealed interface Finding {
    AlertKey key();

    /// Raises an alert, or keeps it open.
    ///
    /// @param message the alert's, if it is raised now
    record Wrong(AlertKey key, String message) implements Finding {}

    /// Neither raises an alert nor resolves one.
    record Unclear(AlertKey key) implements Finding {}

    /// Resolves an alert once it has been so for a while.
    record Well(AlertKey key) implements Finding {}
}
