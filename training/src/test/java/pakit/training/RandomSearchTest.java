package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomSearchTest {
    @Test
    void theBestOfAllTrialsIsFoundAndTheFirstIsTheGivenOne() {
        List<Double> tried = new ArrayList<>();
        RandomSearch.Trial<Double> trial = (x, pruner) -> {
            tried.add(x);
            return x;
        };

        RandomSearch.Found<Double> found =
                new RandomSearch<Double>().best(20, 0.9, random -> random.nextDouble(), trial, 3, done -> {});

        assertThat(tried).hasSize(20).startsWith(0.9);
        assertThat(found.settings())
                .isEqualTo(tried.stream().min(Double::compare).orElseThrow());
        assertThat(found.loss()).isEqualTo(found.settings());
    }

    @Test
    void aTrialWorseThanTheMedianIsEndedAndNeverWins() {
        int[] number = {0};

        RandomSearch.Found<Integer> found = new RandomSearch<Integer>()
                .best(10, 0, random -> ++number[0], (x, pruner) -> pruner.keeps(0, x) ? x : -1, 3, done -> {});

        assertThat(found.pruned()).isEqualTo(6); // the first four are always kept
        assertThat(found.settings()).isZero();
    }

    @Test
    void sameSeedGivesTheSameTrials() {
        assertThat(search(5)).isEqualTo(search(5)).isNotEqualTo(search(6));
    }

    private static RandomSearch.Found<Double> search(long seed) {
        return new RandomSearch<Double>()
                .best(5, 1.0, random -> random.nextDouble(), (x, pruner) -> x, seed, done -> {});
    }
}
