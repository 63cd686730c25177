package pakit.dag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What the filesystem says of one entry itself (no link is followed), read in one call.
///
/// @param modeBits type and permissions as in POSIX `st_mode`
/// @param key device and inode: the same for two paths of one entry
record FileStatus(int modeBits, long sizeBytes, FileTime modified, Key key) {
    private static final int TYPE_MASK = 0170000;

    record Key(long device, long inode) {}

    enum Type {
        FILE,
        DIRECTORY,
        SYMLINK,
        /// Sockets, pipes and devices.
        SPECIAL
    }

    static FileStatus of(Path path) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(path, "unix:mode,size,lastModifiedTime,dev,ino", LinkOption.NOFOLLOW_LINKS);
        return new FileStatus(
                (Integer) value(found, "mode"),
                (Long) value(found, "size"),
                (FileTime) value(found, "lastModifiedTime"),
                new Key((Long) value(found, "dev"), (Long) value(found, "ino")));
    }

    private static Object value(Map<String, Object> found, String name) {
        return Objects.requireNonNull(found.get(name), name);
    }

    Type type() {
        return switch (modeBits & TYPE_MASK) {
            case 0100000 -> Type.FILE;
            case 0040000 -> Type.DIRECTORY;
            case 0120000 -> Type.SYMLINK;
            default -> Type.SPECIAL;
        };
    }

    Attributes attributes(WalkOptions.Times times) {
        return new Attributes(
                modeBits & 07777,
                switch (times) {
                    case DROPPED -> Optional.empty();
                    case KEPT -> Optional.of(modified.toInstant());
                });
    }
}
