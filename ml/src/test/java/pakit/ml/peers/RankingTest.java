package pakit.ml.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
    @Test
    void itSortsLikeEverybodyElse() {
        var random = new Random(2);
        for (int size = 1; size < 100; size++) {
            double[] costs = random.doubles(size).toArray();
            Ranking ranking = new Ranking(size);
            for (int i = 0; i < size; i++) {
                ranking.add(i, costs[i]);
            }
            List<Integer> candidates = IntStream.range(0, size).boxed().toList();

            assertThat(ranking.of(candidates))
                    .isEqualTo(candidates.stream()
                            .sorted(Comparator.comparingDouble(i -> costs[i]))
                            .toList());
        }
    }

    /// Costs that differ in their last bits alone, or not at all.
    @Test
    void whatIsNearlyTheSameKeepsItsOrder() {
        var random = new Random(3);
        for (int size = 1; size < 200; size++) {
            double[] costs = IntStream.range(0, size)
                    .mapToDouble(i -> Double.longBitsToDouble(Double.doubleToLongBits(17) + random.nextInt(8)))
                    .toArray();
            Ranking ranking = new Ranking(size);
            for (int i = 0; i < size; i++) {
                ranking.add(i, costs[i]);
            }
            List<Integer> candidates = IntStream.range(0, size).boxed().toList();

            assertThat(ranking.of(candidates))
                    .isEqualTo(candidates.stream()
                            .sorted(Comparator.comparingDouble(i -> costs[i]))
                            .toList());
        }
    }
}
