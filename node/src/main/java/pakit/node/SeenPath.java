package pakit.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A file or directory of this machine as one process sees it, so that another can tell whether the same path leads it
/// to the same file: in a container it may not.
///
/// @param path absolute
/// @param device number of the filesystem
/// @param inode number of the file on it; of a symlink, its own
public record SeenPath(String path, long device, long inode) {
    /// What this process sees at `path`; empty if that is nothing, or on a filesystem without such numbers.
    public static Optional<SeenPath> of(Path path) {
        try {
            Map<String, Object> seen = Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
            return seen.get("dev") instanceof Long device && seen.get("ino") instanceof Long inode
                    ? Optional.of(new SeenPath(path.toString(), device, inode))
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The path, if this process sees the same there.
    public Optional<Path> here() {
        Path here = Path.of(path);
        return of(here).filter(this::equals).map(seen -> here);
    }
}
