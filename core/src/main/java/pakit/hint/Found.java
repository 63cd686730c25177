package pakit.hint;

/// How a block that somebody asked for was found.
public enum Found {
    /// Among the blocks that were read lately.
    KEPT,
    /// Among those that were fetched ahead.
    STAGED,
    /// On its way: it was asked for before it arrived.
    JOINED,
    /// Nowhere: it had to be read.
    READ
}
