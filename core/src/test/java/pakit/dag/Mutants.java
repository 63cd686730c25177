package pakit.dag;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Bytes that were good once: bits flipped, bytes exchanged, cut off, spliced, some of each. The same ones for the same
/// random numbers.
public final class Mutants {
    private static final int CHANGES_MAX = 3;

    private final List<byte[]> seeds;
    private final Random random;

    /// @param seeds good bytes, none empty
    public Mutants(List<byte[]> seeds, Random random) {
        this.seeds = List.copyOf(seeds);
        this.random = random;
    }

    public byte[] next() {
        byte[] bytes = any().clone();
        for (int i = 1 + random.nextInt(CHANGES_MAX); i > 0; i--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> {
                return Arrays.copyOf(bytes, 1 + at);
            }
            default -> {
                return spliced(bytes, at, any());
            }
        }
        return bytes;
    }

    private byte[] spliced(byte[] head, int keep, byte[] tail) {
        int from = random.nextInt(tail.length);
        byte[] result = Arrays.copyOf(head, keep + tail.length - from);
        System.arraycopy(tail, from, result, keep, tail.length - from);
        return result;
    }

    private byte[] any() {
        return seeds.get(random.nextInt(seeds.size()));
    }
}
