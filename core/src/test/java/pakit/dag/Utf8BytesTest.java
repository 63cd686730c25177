package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class Utf8BytesTest {
    @Test
    void orderIsThatOfTheEncodedBytes() {
        List<String> texts =
                List.of("", "a", "ab", "b", "ą", "\uD7FF", "\uE000", "\uFFFD", "𝄞", "𝄞a", "\uDBFF\uDFFF");
        for (String a : texts) {
            for (String b : texts) {
                int expected = Arrays.compareUnsigned(Utf8Bytes.of(a), Utf8Bytes.of(b));
                assertThat(Integer.signum(Utf8Bytes.ORDER.compare(a, b)))
                        .as("%s and %s", a, b)
                        .isEqualTo(Integer.signum(expected));
            }
        }
    }

    @Test
    void halfASurrogatePairHasNoEncoding() {
        assertThat(Utf8Bytes.exist("𝄞")).isTrue();
        assertThat(Utf8Bytes.exist("\uD834")).isFalse();
    }
}
