package pakit.node;

import pakit.error.PakitException;

/// Which registered version shall become live, why, and whether the gate is asked.
///
/// @param reason kept in the history; may be empty unless the gate is not asked
public record SwapOrder(String version, String reason, Gatekeeping gatekeeping) {
    /// What a version goes live by.
    public enum Gatekeeping {
        /// It has to pass the gate.
        JUDGED,
        /// Whatever the gate says.
        FORCED
    }

    public SwapOrder {
        if (version.isBlank()) {
            throw new PakitException.Invalid("a swap needs a version, found none");
        }
        if (gatekeeping == Gatekeeping.FORCED && reason.isBlank()) {
            throw new PakitException.Invalid(
                    "forcing version " + version + " past the gate needs a reason, which is kept in the history");
        }
    }

    /// A swap to a version that has to pass the gate.
    public SwapOrder(String version, String reason) {
        this(version, reason, Gatekeeping.JUDGED);
    }
}
