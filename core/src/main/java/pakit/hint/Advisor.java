package pakit.hint;

/// What the core asks before it decides. Implementations never throw and never block; the core is correct with any
/// answer. Thread-safe.
public interface Advisor {
    /// Which codec to try on a new block.
    Advice<Hint.Compression> compressionHint(CompressionFacts facts);

    /// Which blocks to try as bases of a new block, besides those that the index suggests.
    default Advice<Hint.Dedup> dedupHint(DeltaFacts facts) {
        return Advice.silent(Silence.NO_MODEL);
    }

    /// Which blocks to fetch before they are asked for. Asked after every read that could be told of, by one thread at
    /// a time.
    default Advice<Hint.Prefetch> prefetchHint(PrefetchFacts facts) {
        return Advice.silent(Silence.NO_MODEL);
    }

    /// Whom to ask first for a block that several peers have.
    default Advice<Hint.Peers> peerHint(PeerFacts facts) {
        return Advice.silent(Silence.NO_MODEL);
    }

    /// How to spread a message among peers.
    default Advice<Hint.Network> networkHint(NetworkConditions conditions) {
        return Advice.silent(Silence.NO_MODEL);
    }

    /// The advisor of a store without models.
    static Advisor none() {
        return facts -> Advice.silent(Silence.ML_DISABLED);
    }
}
