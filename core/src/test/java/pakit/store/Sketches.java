package pakit.store;

import java.util.Random;
import pakit.block.Sketch;

/// Sketches for the tests of this package.
final class Sketches {
    private Sketches() {}

    /// Of noise: shares nothing with those of other seeds.
    static Sketch random(int seed) {
        return Sketch.of(noise(seed));
    }

    /// Of noise whose first half is that of [#random(int) random(seed)].
    static Sketch halfOf(int seed, int otherSeed) {
        byte[] half = noise(otherSeed);
        System.arraycopy(noise(seed), 0, half, 0, half.length / 2);
        return Sketch.of(half);
    }

    private static byte[] noise(int seed) {
        byte[] bytes = new byte[5000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
