package pakit.dag;

import java.nio.file.Path;
import java.util.Set;

/// How a [FileTreeWalker] walks.
///
/// @param excluded files and directories that are left out without a word, such as the home that the tree is put into
public record WalkOptions(Unreadable unreadable, Times times, Set<Path> excluded) {
    /// What becomes of an entry that cannot be read.
    public enum Unreadable {
        /// It is reported, and the rest goes on.
        SKIPPED,
        /// The walk ends with an error that names it.
        REFUSED
    }

    /// What becomes of modification times.
    public enum Times {
        DROPPED,
        KEPT
    }

    public static final WalkOptions DEFAULT = new WalkOptions(Unreadable.SKIPPED, Times.DROPPED, Set.of());

    public WalkOptions {
        excluded = Set.copyOf(excluded);
    }
}
