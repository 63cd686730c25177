package pakit.jobs;

/// What a station on a version's way says of it.
public sealed interface Verdict {
    /// On to the next one.
    ///
    /// @param why in words and figures
    record Go(String why) implements Verdict {}

    /// Not known yet.
    record Wait() implements Verdict {}

    /// Not good enough.
    ///
    /// @param why in words and figures
    record No(String why) implements Verdict {}
}
