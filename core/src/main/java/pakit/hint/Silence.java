package pakit.hint;

/// Why an advisor gave no hint.
public enum Silence {
    /// The core does not ask about this block: a node of a tree is small, read often, and packed by the default; a
    /// block of which little is left beside its base is stored as that delta, whatever a codec would make of it.
    NOT_ASKED,
    /// Nobody was asked: the store runs without an advisor, or hints are switched off.
    ML_DISABLED,
    /// An experiment put this request into its baseline arm.
    CONTROL_ARM,
    /// Recent calls failed; the circuit breaker lets none through for now.
    BREAKER_OPEN,
    /// No version of the model is loaded.
    NO_MODEL,
    /// The answer did not come within its budget.
    TOO_SLOW,
    /// The model answered that the default is best.
    ABSTAINED,
    /// The model threw, or its answer was not usable (not finite, unknown codec).
    MODEL_FAILED
}
