package pakit.ml.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;

class AnonymityTest {
    private static final List<String> ROWS = List.of("a1", "a2", "b3", "a4", "c5", "b6");
    private static final List<String> NAMES = List.of("letter");

    @Test
    void rowsThatAreLikeTooFewOthersAreRefusedWithTheirNumber() {
        assertThatThrownBy(() -> new Anonymity(3).of(ROWS, AnonymityTest::letter, NAMES, Anonymity.Lonely.REFUSED))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("3 of 6 rows share their [letter] with fewer than 2 others");
    }

    @Test
    void orLeftOutByChoice() {
        assertThat(new Anonymity(2).of(ROWS, AnonymityTest::letter, NAMES, Anonymity.Lonely.LEFT_OUT))
                .containsExactly("a1", "a2", "b3", "a4", "b6");
        assertThat(new Anonymity(9).of(ROWS, AnonymityTest::letter, NAMES, Anonymity.Lonely.LEFT_OUT))
                .isEmpty();
    }

    @Test
    void oneAsksForNothing() {
        assertThat(new Anonymity(1).of(ROWS, AnonymityTest::letter, NAMES, Anonymity.Lonely.REFUSED))
                .isEqualTo(ROWS);
        assertThatThrownBy(() -> new Anonymity(0)).isInstanceOf(PakitException.Invalid.class);
    }

    private static List<?> letter(String row) {
        return List.of(row.charAt(0));
    }
}
