package pakit.ml.models;

import java.util.List;
import java.util.Locale;
import pakit.codec.Codec;
import pakit.codec.Profile;

/// Two versions on blocks of one node that neither has seen, the price of asking paid. Intervals are by stretches of
/// time, paired.
///
/// @param blocks and `stretches`: how many, and of how many stretches of time they are
/// @param candidate regret in percent, and `live`: of the version it would replace
/// @param saved points of regret that the candidate saves
public record HeldOut(int blocks, int stretches, Metric candidate, Metric live, Metric saved) {
    /// An interval of fewer says little.
    static final int STRETCHES_MIN = 5;

    private static final long SEED = 1;

    /// @param blocks at least one
    public static HeldOut of(
            CompressionModel candidate,
            CompressionModel live,
            Profile profile,
            long hintNanos,
            List<MeasuredBlock> blocks) {
        Regrets regrets = new Regrets(2, SEED);
        for (MeasuredBlock block : blocks) {
            regrets.add(
                    block.family(),
                    block.cost(profile, block.oracle(profile)),
                    cost(candidate, profile, hintNanos, block),
                    cost(live, profile, hintNanos, block));
        }
        int stretches =
                (int) blocks.stream().map(MeasuredBlock::family).distinct().count();
        return new HeldOut(blocks.size(), stretches, regrets.percent(0), regrets.percent(1), regrets.pointsSaved(0, 1));
    }

    private static double cost(CompressionModel model, Profile profile, long hintNanos, MeasuredBlock block) {
        return model.asks(profile, block.plainBytes())
                ? block.hintedCost(profile, CompressionEvaluator.choice(model, profile, block.features()))
                        + profile.cost(0, hintNanos)
                : block.hintedCost(profile, Codec.MENU.indexOf(profile.defaultCodec()));
    }

    /// Whether there is something to win, and nothing much to lose.
    ///
    /// @param inferiorityMax points that the lower end of the interval may lie below zero
    public boolean isBetter(double inferiorityMax) {
        return saved.value() > 0 && saved.low() >= -inferiorityMax;
    }

    /// Whether it proves that the candidate is better.
    boolean isProof(double inferiorityMax) {
        return isBetter(inferiorityMax) && stretches >= STRETCHES_MIN;
    }

    /// As in `regret 1.20 % against 9.80 % on the newest 120 own blocks, +8.60 points [+7.90, +9.20]`.
    public String words() {
        return String.format(
                Locale.ROOT,
                "regret %.2f %% against %.2f %% on the newest %d own blocks, %+.2f points [%+.2f, %+.2f]",
                candidate.value(),
                live.value(),
                blocks,
                saved.value(),
                saved.low(),
                saved.high());
    }
}
