package pakit.dag;

/// Hears what a [FileTreeWalker] does, on the thread that walks.
public interface WalkListener {
    /// `bytes` more bytes of content were read.
    void read(long bytes);

    /// An entry was left out, with everything below it.
    void skipped(Skipped skipped);

    /// An entry that is not in the tree.
    ///
    /// @param path as it was found in the filesystem
    /// @param reason in words, such as `permission denied`
    record Skipped(String path, String reason) {}
}
