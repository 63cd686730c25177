package pakit.dag;

/// MurmurHash3 x64, the first 64 of its 128 bits, seed 0: the hash that places names in the shards of a large directory
/// (Austin Appleby, smhasher `MurmurHash3.cpp`; multihash code 0x22). Not collision resistant against intent.
final class Murmur3 {
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private Murmur3() {}

    static long hash64(byte[] bytes) {
        long h1 = 0;
        long h2 = 0;
        int whole = bytes.length & ~15;
        for (int at = 0; at < whole; at += 16) {
            h1 ^= mixFirst(littleEndian(bytes, at, 8));
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= mixSecond(littleEndian(bytes, at + 8, 8));
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        int tail = bytes.length - whole;
        if (tail > 8) {
            h2 ^= mixSecond(littleEndian(bytes, whole + 8, tail - 8));
        }
        if (tail > 0) {
            h1 ^= mixFirst(littleEndian(bytes, whole, Math.min(tail, 8)));
        }
        h1 ^= bytes.length;
        h2 ^= bytes.length;
        h1 += h2;
        h2 += h1;
        return avalanche(h1) + avalanche(h2);
    }

    private static long mixFirst(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long mixSecond(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long avalanche(long h) {
        long a = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        long b = (a ^ a >>> 33) * 0xc4ceb9fe1a85ec53L;
        return b ^ b >>> 33;
    }

    private static long littleEndian(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | bytes[from + i] & 0xff;
        }
        return value;
    }
}
