package pakit.block;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The 256 random words of the chunker's rolling hash. Word `i` is the first eight bytes, big-endian, of the SHA-256 of
/// the text `pakit gear 1:` followed by `i` in decimal. Frozen: another table cuts elsewhere and ends all dedup
/// against what is stored.
final class GearTable {
    private static final String SEED = "pakit gear 1:";
    private static final long[] WORDS = words();

    private GearTable() {}

    /// The table itself: read only.
    static long[] shared() {
        return WORDS;
    }

    /// SHA-256 of all words, big-endian, in order.
    static byte[] sha256() {
        ByteBuffer bytes = ByteBuffer.allocate(WORDS.length * Long.BYTES);
        bytes.asLongBuffer().put(WORDS);
        return BlockId.sha256(bytes.array());
    }

    private static long[] words() {
        long[] words = new long[256];
        for (int i = 0; i < words.length; i++) {
            byte[] seed = (SEED + i).getBytes(StandardCharsets.US_ASCII);
            words[i] = ByteBuffer.wrap(BlockId.sha256(seed)).getLong();
        }
        return words;
    }
}
