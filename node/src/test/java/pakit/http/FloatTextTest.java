package pakit.http;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against the JDK, which is right but slower.
class FloatTextTest {
    private static final int ROUNDS = 200_000;

    @Test
    void numbersInEverySpellingAreReadToTheNearestFloat() {
        Random random = new Random(7);
        for (int i = 0; i < ROUNDS; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                assertRead(Float.toString(value));
                assertRead(Double.toString(value));
                assertRead(random.nextInt(100) + "." + random.nextInt(1 << 30) + "e" + (random.nextInt(90) - 45));
                assertRead(Double.toString(random.nextGaussian()));
                assertRead(Long.toString(random.nextLong() >> random.nextInt(64)));
            }
        }
    }

    @Test
    void numbersInTheMiddleOfTwoFloatsAndNearItAreReadToTheNearestFloat() {
        Random random = new Random(8);
        for (int i = 0; i < ROUNDS / 20; i++) {
            float low = Math.abs(random.nextFloat()) * (1 << random.nextInt(20));
            BigDecimal middle =
                    new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.TWO);
            BigDecimal speck = middle.ulp().movePointLeft(random.nextInt(6));
            assertRead(middle.toPlainString());
            assertRead(middle.add(speck).toPlainString());
            assertRead(middle.subtract(speck).toPlainString());
            assertRead(middle.round(new MathContext(17 + random.nextInt(4))).toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "-0.0e9",
                "1e39",
                "-1e39",
                "3.4028235e38",
                "3.4028236e38",
                "1.17549435e-38",
                "1e-45",
                "7e-46",
                "1e-400",
                "1e400",
                "1e99999999999",
                "0e99999999999",
                "16777217",
                "0.00000000000000000000000001",
                "100000000000000000000000000000000000000000000000",
                "1E+2",
                "1e-2"
            })
    void edgesAreReadAsTheJdkReadsThem(String text) {
        assertRead(text);
    }

    private static void assertRead(String text) {
        String document = "[" + text + "]";
        byte[] bytes = document.getBytes(StandardCharsets.US_ASCII);
        JsonCursor json = new JsonCursor(bytes, bytes.length);
        json.firstElement("the test");
        float read = json.isNumber() ? json.number() : Float.NaN;
        if (Float.floatToIntBits(read) != Float.floatToIntBits(Float.parseFloat(text)) || json.nextElement()) {
            throw new AssertionError(text + " was read as " + read + ", expected " + Float.parseFloat(text));
        }
    }
}
