package pakit.dag;

import java.time.Instant;
import java.util.Optional;

/// What is kept of an entry beside its name and content.
///
/// @param mode POSIX permission bits, 0 to 07777
/// @param modified time of last change, kept only where the user asked for it
public record Attributes(int mode, Optional<Instant> modified) {
    public static final Attributes FILE = new Attributes(0644, Optional.empty());
    public static final Attributes DIRECTORY = new Attributes(0755, Optional.empty());

    public Attributes {
        if ((mode & ~07777) != 0) {
            throw new IllegalArgumentException("mode must be 0 to 07777 octal, found " + Integer.toOctalString(mode));
        }
    }
}
