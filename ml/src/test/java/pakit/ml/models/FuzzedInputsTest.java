package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FuzzedInputsTest {
    private static final List<float[]> REAL = List.of(new float[] {1, 0, -2}, new float[] {5, 0, 2});

    private final List<float[]> rows = FuzzedInputs.rows(REAL, 1);

    @Test
    void allAreFiniteAndTheSameEachTime() {
        assertThat(rows).hasSizeGreaterThan(2_000).allSatisfy(row -> {
            for (float value : row) {
                assertThat(value).isFinite();
            }
        });
        assertThat(FuzzedInputs.rows(REAL, 1)).usingRecursiveComparison().isEqualTo(rows);
        assertThat(FuzzedInputs.rows(REAL, 2)).usingRecursiveComparison().isNotEqualTo(rows);
    }

    @Test
    void everyKindOfExtremeIsThere() {
        assertThat(List.<Predicate<Float>>of(
                        value -> value.equals(0f),
                        value -> value.equals(-0f),
                        value -> value != 0 && Math.abs(value) < Float.MIN_NORMAL,
                        value -> value == Float.MAX_VALUE,
                        value -> value == -Float.MAX_VALUE,
                        value -> value < -1e17f))
                .allMatch(kind -> rows.stream().anyMatch(row -> kind.test(row[0])))
                .allMatch(kind -> rows.stream().anyMatch(row -> kind.test(row[1])));
    }

    @Test
    void someLieWithinTheRangesOfRealRowsAndSomeJustBeyond() {
        assertThat(rows).anyMatch(row -> row[0] > 1 && row[0] < 5 && Math.abs(row[2]) < 2 && row[2] != 0);
        assertThat(rows).anyMatch(row -> row[0] > 6 && row[0] < 24 && Math.abs(row[2]) > 2 && Math.abs(row[2]) < 21);
    }
}
