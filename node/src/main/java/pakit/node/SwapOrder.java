package pakit.node;

import pakit.error.PakitException;

/// Which registered version shall become live, and why.
///
/// @param reason kept in the history; may be empty
public record SwapOrder(String version, String reason) {
    public SwapOrder {
        if (version.isBlank()) {
            throw new PakitException.Invalid("a swap needs a version, found none");
        }
    }
}
