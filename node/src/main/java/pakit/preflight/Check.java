package pakit.preflight;

/// One line of the checklist.
public interface Check {
    /// Short, such as `disk space`.
    String name();

    /// Looks. What it needs and cannot have it says with a [pakit.error.PakitException], which counts as failed.
    Finding look();
}
