package pakit.ml.prefetch;

/// Multipliers that spread ids over tables (Knuth, multiplicative hashing).
final class Hashes {
    static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private static final long OTHER = 0xd6e8feb86659fd93L;

    private Hashes() {}

    /// Of two ids in this order.
    static long pair(long first, long second) {
        return first * OTHER + second;
    }
}
