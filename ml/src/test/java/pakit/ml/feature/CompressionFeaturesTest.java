package pakit.ml.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.hint.CompressionFacts;

class CompressionFeaturesTest {
    private static final FeatureSchema SCHEMA = CompressionFeatures.schema();

    /// A change of any of these is a change of meaning: it needs a new schema version and new models.
    @Test
    void meaningOfVersionOneIsFrozen() {
        assertThat(SCHEMA.toString()).isEqualTo("compression/1");
        assertThat(SCHEMA.size()).isEqualTo(31);
        assertThat(digest("the quick brown fox 0123456789\n".repeat(2000).getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(TEXT_DIGEST);
        assertThat(digest(random(32_768, 1))).isEqualTo(RANDOM_DIGEST);
    }

    private static final int TEXT_DIGEST = 1735450583;
    private static final int RANDOM_DIGEST = 15517468;

    @Test
    void randomBytesLookRandom() {
        Map<String, Float> features = extract(random(65_536, 2), 0);
        assertThat(features.get("byte_entropy")).isBetween(7.7f, 7.9f); // 1 KB of random bytes cannot show all 8 bits
        assertThat(features.get("high_bit_share")).isCloseTo(0.5f, within(0.06f));
        assertThat(features.get("repeat_share")).isZero();
        assertThat(features.get("block_size_log")).isCloseTo((float) Math.log10(65_536), within(1e-6f));
    }

    @Test
    void zerosAreAllAlike() {
        Map<String, Float> features = extract(new byte[10_000], 3);
        assertThat(features.get("byte_entropy")).isZero();
        assertThat(features.get("zero_share")).isEqualTo(1);
        assertThat(features.get("top_byte_share")).isEqualTo(1);
        assertThat(features.get("same_as_1_before_share")).isGreaterThan(0.98f);
        assertThat(features.get("block_depth_log")).isCloseTo((float) Math.log10(4), within(1e-6f));
    }

    @Test
    void wordwiseCountsAgreeWithPlainOnes() {
        SplittableRandom random = new SplittableRandom(5);
        for (int length = 1; length < 1_024; length += 3) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (random.nextInt(3) - 1); // few values, so that many agree
            }
            Map<String, Float> features = extract(bytes, 0);
            int zeros = 0;
            int same4 = 0;
            for (int i = 0; i < length; i++) {
                zeros += bytes[i] == 0 ? 1 : 0;
                same4 += i >= 8 && bytes[i] == bytes[i - 4] ? 1 : 0;
            }
            assertThat(features.get("zero_share")).isCloseTo((float) zeros / length, within(1e-6f));
            assertThat(features.get("same_as_4_before_share")).isCloseTo((float) same4 / length, within(1e-6f));
        }
    }

    /// Counted again in the plainest way.
    @Test
    void classesEntropyAndDistinctBytesAreWhatAPlainCountSays() {
        for (int length : new int[] {1, 9, 100, 777, 1_024}) {
            byte[] bytes = random(length, 100 + length);
            double[] shares = new double[256];
            for (byte value : bytes) {
                shares[value & 0xff] += 1.0 / length;
            }
            Map<String, Float> features = extract(bytes, 0);
            assertShare(features, "letter_share", shares, Character::isAlphabetic, 0x7f);
            assertShare(features, "digit_share", shares, Character::isDigit, 0x7f);
            assertShare(features, "space_share", shares, value -> " \t\n\u000b\f\r".indexOf(value) >= 0, 0x7f);
            assertShare(features, "high_bit_share", shares, value -> value > 0x7f, 0xff);
            assertShare(features, "bucket_a_share", shares, value -> value >> 4 == 0xa, 0xff);
            double entropy = Arrays.stream(shares)
                    .filter(share -> share > 0)
                    .map(share -> -share * Math.log(share) / Math.log(2))
                    .sum();
            assertThat(features.get("byte_entropy")).isCloseTo((float) entropy, within(1e-4f));
            float distinct = Arrays.stream(shares).filter(share -> share > 0).count() / 256f;
            assertThat(features.get("distinct_share")).isEqualTo(distinct);
            float top = (float) Arrays.stream(shares).max().orElseThrow();
            assertThat(features.get("top_byte_share")).isCloseTo(top, within(1e-6f));
        }
    }

    private static void assertShare(
            Map<String, Float> features, String name, double[] shares, IntPredicate inClass, int last) {
        double expected = IntStream.rangeClosed(0, last)
                .filter(inClass)
                .mapToDouble(value -> shares[value])
                .sum();
        assertThat(features.get(name)).as(name).isCloseTo((float) expected, within(1e-5f));
    }

    @Test
    void bucketSharesAddUpToOne() {
        Map<String, Float> features = extract(random(5_000, 3), 0);
        double sum = features.entrySet().stream()
                .filter(feature -> feature.getKey().startsWith("bucket_"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        assertThat(sum).isCloseTo(1, within(1e-5));
    }

    @Test
    void everyLengthGivesFiniteFeaturesWhateverWasExtractedBefore() {
        float[] row = new float[SCHEMA.size()];
        for (int length = 0; length < 2_100; length += 7) {
            byte[] bytes = random(length, length);
            Arrays.fill(row, Float.NaN);
            CompressionFeatures.extract(facts(bytes, 0), row);
            SCHEMA.requireFinite(row);
            assertThat(row).isEqualTo(row(bytes));
        }
    }

    @Test
    void rowIsOrderedByNameAndSaysWhatIsWrong() {
        FeatureSchema schema = new FeatureSchema("s", 2, List.of("a", "b"));
        assertThat(schema.row(Map.of("b", 2, "a", 1.5))).containsExactly(1.5f, 2f);
        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> schema.row(Map.of("a", 1)))
                .withMessage("feature 'b' of s/2 is missing");
        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> schema.row(Map.of("a", 1, "b", 2, "c", 3)))
                .withMessageContaining("feature 'c' is unknown to s/2");
        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> schema.row(Map.of("a", 1, "b", Double.NaN)))
                .withMessage("feature 'b' of row 0 must be finite, found NaN");
        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> schema.requireFinite(new float[] {0, 0, Float.POSITIVE_INFINITY, 0}))
                .withMessage("feature 'a' of row 1 must be finite, found Infinity");
    }

    private static int digest(byte[] bytes) {
        return Arrays.hashCode(row(bytes));
    }

    private static float[] row(byte[] bytes) {
        float[] row = new float[SCHEMA.size()];
        CompressionFeatures.extract(facts(bytes, 0), row);
        return row;
    }

    private static Map<String, Float> extract(byte[] bytes, int depth) {
        float[] row = new float[SCHEMA.size()];
        CompressionFeatures.extract(facts(bytes, depth), row);
        Map<String, Float> named = new HashMap<>();
        for (int i = 0; i < row.length; i++) {
            named.put(SCHEMA.features().get(i), row[i]);
        }
        return named;
    }

    private static CompressionFacts facts(byte[] bytes, int depth) {
        return new CompressionFacts(Block.raw(bytes), depth, Profile.BALANCED);
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
