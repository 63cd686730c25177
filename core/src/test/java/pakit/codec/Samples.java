package pakit.codec;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Bytes of several kinds for tests, the same on every run.
final class Samples {
    private Samples() {}

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] text(int size) {
        String line = "2026-01-01T00:00:00Z INFO stored block with encoding zstd-3 in 12 microseconds\n";
        return line.repeat(size / line.length() + 1).substring(0, size).getBytes(StandardCharsets.US_ASCII);
    }

    static byte[][] all() {
        return new byte[][] {
            {}, {42}, text(100), text(40_000), random(100, 1), random(40_000, 2), new byte[1 << 17], random(2 << 20, 3)
        };
    }
}
