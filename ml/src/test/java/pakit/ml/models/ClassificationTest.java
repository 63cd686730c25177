package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.ml.models.Classification.ClassFigures;

class ClassificationTest {
    private static final List<String> ABC = List.of("a", "b", "c");

    /// Worked by hand: of 10 cases, a is right 3 of 4 times, b 2 of 3, c 1 of 3.
    @Test
    void figuresAreThoseWorkedByHand() {
        int[] truth = {0, 0, 0, 0, 1, 1, 1, 2, 2, 2};
        int[] answers = {0, 0, 0, 1, 1, 1, 2, 2, 0, 1};
        Classification found = Classification.of(ABC, truth, answers);

        assertThat(found.confusion()).containsExactly(List.of(3L, 1L, 0L), List.of(0L, 2L, 1L), List.of(1L, 1L, 1L));
        assertThat(found.accuracy()).isEqualTo(0.6);
        assertThat(found.perClass())
                .containsExactly(
                        new ClassFigures("a", 4, 4, 3 / 4.0, 3 / 4.0, 6 / 8.0),
                        new ClassFigures("b", 3, 4, 2 / 4.0, 2 / 3.0, 4 / 7.0),
                        new ClassFigures("c", 3, 2, 1 / 2.0, 1 / 3.0, 2 / 5.0));
        assertThat(found.macroPrecision()).isCloseTo((0.75 + 0.5 + 0.5) / 3, within(1e-12));
        assertThat(found.macroRecall()).isCloseTo((3 / 4.0 + 2 / 3.0 + 1 / 3.0) / 3, within(1e-12));
        assertThat(found.macroF1()).isCloseTo((0.75 + 4 / 7.0 + 0.4) / 3, within(1e-12));
        assertThat(found.weightedPrecision()).isCloseTo(0.4 * 0.75 + 0.3 * 0.5 + 0.3 * 0.5, within(1e-12));
        assertThat(found.weightedF1()).isCloseTo(0.4 * 0.75 + 0.3 * 4 / 7 + 0.3 * 0.4, within(1e-12));
    }

    @Test
    void aClassThatNeverOccursCountsInNoMean() {
        Classification found = Classification.of(ABC, new int[] {0, 0, 1}, new int[] {0, 0, 1});
        assertThat(found.macroF1()).isEqualTo(1);
        assertThat(found.perClass().getLast()).isEqualTo(new ClassFigures("c", 0, 0, 0, 0, 0));
    }

    @Test
    void alwaysTheCommonClassIsAccurateAndHasAPoorMacroF1() {
        int[] truth = IntStream.range(0, 100).map(i -> i < 90 ? 0 : 1).toArray();
        Classification found = Classification.of(ABC, truth, new int[100]);
        assertThat(found.accuracy()).isEqualTo(0.9);
        assertThat(found.macroF1()).isCloseTo((2 * 90 / 190.0) / 2, within(1e-12));
        assertThat(found.weightedF1()).isCloseTo(0.9 * 2 * 90 / 190.0, within(1e-12));
    }

    @Test
    void noCasesHaveNoFiguresButZeros() {
        Classification found = Classification.of(ABC, new int[0], new int[0]);
        assertThat(List.of(found.accuracy(), found.macroF1(), found.weightedF1()))
                .containsOnly(0.0);
    }

    /// Against the definitions, counted case by case.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void figuresAreThoseOfTheDefinitions(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] truth = random.ints(200, 0, 3).toArray();
        int[] answers = IntStream.of(truth)
                .map(right -> random.nextInt(3) == 0 ? random.nextInt(3) : right)
                .toArray();
        Classification found = Classification.of(ABC, truth, answers);

        for (int index = 0; index < 3; index++) {
            int one = index;
            long both = count(i -> truth[i] == one && answers[i] == one);
            double precision = (double) both / count(i -> answers[i] == one);
            double recall = (double) both / count(i -> truth[i] == one);
            ClassFigures figures = found.perClass().get(index);
            assertThat(figures.precision()).isCloseTo(precision, within(1e-12));
            assertThat(figures.recall()).isCloseTo(recall, within(1e-12));
            assertThat(figures.f1()).isCloseTo(2 * precision * recall / (precision + recall), within(1e-12));
        }
        assertThat(found.accuracy()).isCloseTo(count(i -> truth[i] == answers[i]) / 200.0, within(1e-12));
        assertThat(found.weightedRecall()).isCloseTo(found.accuracy(), within(1e-12));
        assertThat(found.cases()).isEqualTo(200);
    }

    @Test
    void whatIsNoConfusionMatrixIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Classification(List.of("a"), List.of(List.of(1L, 2L))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Classification(List.of("a"), List.of(List.of(-1L))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Classification.of(ABC, new int[1], new int[2]))
                .withMessageContaining("1 and 2");
    }

    private static long count(IntPredicate holds) {
        return IntStream.range(0, 200).filter(holds).count();
    }
}
