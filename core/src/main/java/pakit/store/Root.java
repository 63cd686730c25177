package pakit.store;

import java.time.Instant;
import java.util.Optional;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// A tree that is kept: its blocks outlive garbage collection.
///
/// @param id the top block
/// @param name under which it is listed; several roots may share one
/// @param createdAt when it was put last, to the millisecond
/// @param plainBytes bytes of all files under it
public record Root(BlockId id, Optional<String> name, Instant createdAt, long plainBytes) {
    static final int NAME_CHARS_MAX = 1024;

    public Root {
        if (plainBytes < 0) {
            throw new IllegalArgumentException("plainBytes must not be negative, found " + plainBytes);
        }
        name.ifPresent(Root::requireName);
        createdAt = Instant.ofEpochMilli(createdAt.toEpochMilli());
    }

    /// @throws PakitException.Invalid if no root may have that name
    public static void requireName(String name) {
        if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
            throw new PakitException.Invalid(
                    "a root's name must have 1 to " + NAME_CHARS_MAX + " characters, found " + name.length());
        }
    }
}
