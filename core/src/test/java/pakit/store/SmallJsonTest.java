package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;

final class SmallJsonTest {
    private static final String WHOLE = """
            { "format" : 3, "a b" : "\\u00e4\\"\\\\\\/\\b\\f\\n\\r\\tß", "sizes" : { "least" : -12, "none":{} },
              "more" : [ 1, [ "x" ], { } ], "no" : null, "yes" : true, "share" : 1.5e-3 }
            """;

    @Test
    void textsNumbersAndObjectsAreRead() {
        SmallJson json = SmallJson.read(WHOLE);
        assertThat(json.requiredNumber("format")).isEqualTo(3);
        assertThat(json.requiredText("a b")).isEqualTo("ä\"\\/\b\f\n\r\tß");
        assertThat(json.requiredObject("sizes").requiredNumber("least")).isEqualTo(-12);
        assertThat(json.requiredObject("sizes").requiredObject("none").text("x"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"more", "no", "yes", "share", "absent", "sizes"})
    void valuesOfOtherKindsAreNoTextsAndNoNumbers(String name) {
        SmallJson json = SmallJson.read(WHOLE);
        assertThat(json.text(name)).isEmpty();
        assertThatThrownBy(() -> json.requiredText(name))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining(name);
        assertThatThrownBy(() -> json.requiredNumber(name)).isInstanceOf(PakitException.Invalid.class);
    }

    @Test
    void numbersBeyond32BitsAreRefused() {
        SmallJson json = SmallJson.read("{\"a\":2147483648,\"b\":99999999999999999999}");
        assertThatThrownBy(() -> json.requiredNumber("a")).hasMessageContaining("2147483648");
        assertThatThrownBy(() -> json.requiredNumber("b")).isInstanceOf(PakitException.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}{",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "{\"a\":--1}",
                "{\"a\":nul}",
                "{\"a\":\"x}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":[1}",
                "{\"a\":}",
            })
    void whatIsNoObjectIsRefused(String document) {
        assertThatThrownBy(() -> SmallJson.read(document)).isInstanceOf(PakitException.Invalid.class);
    }

    @Test
    void anyDamageIsRefusedOrRead() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder damaged = new StringBuilder(WHOLE);
            for (int j = random.nextInt(4); j >= 0; j--) {
                damaged.setCharAt(random.nextInt(damaged.length()), (char) random.nextInt(128));
            }
            try {
                SmallJson.read(damaged.substring(0, random.nextInt(damaged.length()) + 1));
            } catch (PakitException.Invalid refused) {
                assertThat(refused).hasMessageContaining("JSON");
            }
        }
    }
}
