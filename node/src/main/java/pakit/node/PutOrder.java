package pakit.node;

import java.util.Optional;

/// What a put is asked beside its tree.
///
/// @param name under which the root is listed, or empty
/// @param user who stores, so that experiments treat all that one user stores alike; empty treats each put on its own
public record PutOrder(Optional<String> name, Optional<String> user) {
    public static PutOrder named(Optional<String> name) {
        return new PutOrder(name, Optional.empty());
    }
}
