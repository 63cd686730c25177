package pakit.ml.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.error.PakitException;

class BucketingTest {
    /// open-feature/flagd-testbed, gherkin/targeting.feature: murmur3 x86 32, seed 0.
    @ParameterizedTest
    @CsvSource({"'', 0", "a, 1009084850", "hello, 613153351", "The quick brown fox jumps over the lazy dog, 776992547"})
    void hashesAgreeWithPublishedVectors(String text, long hash) {
        assertThat(Integer.toUnsignedLong(Bucketing.hash(text))).isEqualTo(hash);
    }

    /// Frozen: another figure would move users between arms.
    @ParameterizedTest
    @CsvSource({"user-1, 661", "user-2, 9838", "ü/ñ, 9483", "'', 8317"})
    void bucketsStayWhereTheyAre(String unit, int bucket) {
        assertThat(Bucketing.bucket("salt", unit)).isEqualTo(bucket);
    }

    @Test
    void unitsSpreadEvenlyAndSaltsAreIndependent() {
        int units = 100_000;
        int low = 0;
        int both = 0;
        for (int i = 0; i < units; i++) {
            boolean first = Bucketing.bucket("a", "user" + i) < 1000;
            low += first ? 1 : 0;
            both += first && Bucketing.bucket("b", "user" + i) < 1000 ? 1 : 0;
        }
        assertThat(low).isBetween(9_700, 10_300); // 3 standard errors
        assertThat(both).isBetween(900, 1_100);
    }

    @Test
    void anUnknownRuleIsRefusedByName() {
        assertThatThrownBy(() -> Bucketing.requireKnown("md5/100"))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("md5/100")
                .hasMessageContaining(Bucketing.RULE);
    }
}
