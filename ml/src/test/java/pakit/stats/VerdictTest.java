package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    @ParameterizedTest
    @CsvSource({
        "0.01, 0.05, 0.02, BETTER",
        "-0.01, 0.05, 0.02, NOT_WORSE",
        "-0.01, 0.05, 0, NOT_ENOUGH_EVIDENCE",
        "-0.03, 0.05, 0.02, NOT_ENOUGH_EVIDENCE",
        "-0.05, -0.03, 0.02, WORSE",
        "-0.05, -0.01, 0.02, NOT_ENOUGH_EVIDENCE",
        "-0.05, -0.01, 0, WORSE",
        "-Infinity, Infinity, 0.02, NOT_ENOUGH_EVIDENCE"
    })
    void followsFromTheIntervalAndTheMargin(double low, double high, double margin, Verdict verdict) {
        assertThat(Verdict.of(new Interval(low, high), margin)).isEqualTo(verdict);
    }

    @Test
    void marginsAreNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> Verdict.of(Interval.ALL, -1));
    }
}
