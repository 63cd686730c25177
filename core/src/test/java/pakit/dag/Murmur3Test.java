package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Murmur3Test {
    /// The vectors of spaolacci/murmur3 (`murmur_test.go`, column h64_1), the implementation that boxo uses.
    @Test
    void agreesWithPublishedVectors() {
        assertThat(hash("")).isZero();
        assertThat(hash("hello")).isEqualTo(0xcbd8a7b341bd9b02L);
        assertThat(hash("hello, world")).isEqualTo(0x342fac623a5ebc8eL);
        assertThat(hash("19 Jan 2038 at 3:14:07 AM")).isEqualTo(0xb89e5988b737affcL);
        assertThat(hash("The quick brown fox jumps over the lazy dog.")).isEqualTo(0xcd99481f9ee902c9L);
    }

    private static long hash(String text) {
        return Murmur3.hash64(Utf8Bytes.of(text));
    }
}
