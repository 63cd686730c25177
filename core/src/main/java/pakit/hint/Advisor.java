package pakit.hint;

/// What the core asks before it decides. Implementations never throw and never block; the core is correct with any
/// answer. Thread-safe.
public interface Advisor {
    /// Which codec to try on a new block.
    Advice<Hint.Compression> compressionHint(CompressionFacts facts);

    /// The advisor of a store without models.
    static Advisor none() {
        return facts -> Advice.silent(Silence.ML_DISABLED);
    }
}
