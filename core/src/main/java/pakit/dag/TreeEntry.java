package pakit.dag;

import java.util.Optional;
import pakit.block.BlockId;

/// One entry of a stored tree.
///
/// @param name its name in its directory; empty for a root
/// @param bytes content of a file, length of a symlink's target, 0 for a directory
/// @param attributes stored ones, or the kind's defaults (0644, 0755; symlinks 0777)
/// @param target of a symlink
public record TreeEntry(
        String name, Kind kind, BlockId id, long bytes, Attributes attributes, Optional<String> target) {
    /// What an entry is.
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK
    }
}
