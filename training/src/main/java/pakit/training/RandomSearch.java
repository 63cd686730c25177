package pakit.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntConsumer;

/// Tries settings that are drawn at random (Bergstra and Bengio 2012), the given ones first, and ends a trial early
/// that is worse than the median of those before it at the same step (Golovin and others 2017).
///
/// @param <S> settings
final class RandomSearch<S> {
    private static final int TRIALS_BEFORE_PRUNING = 4;

    private final Map<Integer, List<Double>> seen = new HashMap<>();
    private int pruned;

    /// One trial.
    interface Trial<S> {
        /// @param pruner asked after each step; the trial ends as soon as it says no
        /// @return the loss on data that were not fitted
        double loss(S settings, Pruner pruner);
    }

    /// Says whether a trial may go on.
    interface Pruner {
        /// @param loss so far, comparable between trials at the same step
        boolean keeps(int step, double loss);
    }

    /// @param loss of the best settings
    /// @param pruned trials that were ended early
    record Found<S>(S settings, double loss, int trials, int pruned) {}

    /// @param first the settings that others have to beat
    Found<S> best(
            int trials, S first, Function<SplittableRandom, S> draw, Trial<S> trial, long seed, IntConsumer done) {
        SplittableRandom random = new SplittableRandom(seed);
        S best = first;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < trials; i++) {
            S settings = i == 0 ? first : draw.apply(random);
            boolean[] kept = {true};
            double loss = trial.loss(settings, (step, so) -> kept[0] = keeps(step, so));
            if (!kept[0]) {
                pruned++;
            } else if (loss < least) {
                least = loss;
                best = settings;
            }
            done.accept(i + 1);
        }
        return new Found<>(best, least, trials, pruned);
    }

    private boolean keeps(int step, double loss) {
        List<Double> before = seen.computeIfAbsent(step, unused -> new ArrayList<>());
        boolean keeps = before.size() < TRIALS_BEFORE_PRUNING
                || loss <= before.stream().sorted().toList().get(before.size() / 2);
        before.add(loss);
        return keeps;
    }
}
