package pakit.ml.oracle;

import org.jspecify.annotations.Nullable;
import pakit.stats.BivariateMoments;
import pakit.stats.Estimate;
import pakit.stats.Interval;
import pakit.stats.NormalMixture;

/// What choices cost more, or less, than others would have, from a random sample of blocks: the cost of all of them
/// over that of the others, less 1. Totals and not means of each block's own share, because a small block with a large
/// share loses nothing, and because evaluations of models say it so. Against the cheapest choices it is the regret.
///
/// The interval may be looked at after every block: it holds at all times at once ([NormalMixture], on the ratio with
/// its variance by the delta method). It is asymptotic, so there is none below [#SAMPLES_MIN] blocks. A sequence that
/// never ended would never forget, so after some blocks, [#SAMPLES_MAX] if nothing else is said, a new one begins, and
/// the last one is shown until the new one has enough. Thread-safe.
public final class RelativeCost {
    static final int SAMPLES_MIN = 300; // with skewed costs 1 in 17 sequences misses from 100 on, 1 in 26 from 300 on
    static final int SAMPLES_MAX = 10_000;

    private static final double ALPHA = 0.05;
    private static final double TIGHTEST_AT_SAMPLES = 1000;

    private final double percentMin;
    private final int samplesMax;
    private BivariateMoments moments = BivariateMoments.EMPTY;
    private @Nullable NormalMixture mixture;
    private @Nullable Figure shown;

    /// @param percent what the choices cost more than the others, in percent of these; negative if they cost less
    /// @param interval of it, with 95 % confidence at all times at once
    /// @param samples blocks that both rest on
    public record Figure(double percent, Interval interval, long samples) {}

    private RelativeCost(double percentMin, int samplesMax) {
        this.percentMin = percentMin;
        this.samplesMax = samplesMax;
    }

    /// Beside the cheapest choices, which none beats.
    public static RelativeCost regret() {
        return regret(SAMPLES_MAX);
    }

    /// @param samplesMax blocks after which a new sequence begins, at least [#SAMPLES_MIN]
    static RelativeCost regret(int samplesMax) {
        return new RelativeCost(0, samplesMax);
    }

    /// Beside choices that may be worse or better.
    ///
    /// @param samplesMax blocks after which a new sequence begins, at least [#SAMPLES_MIN]
    static RelativeCost beside(int samplesMax) {
        return new RelativeCost(-100, samplesMax);
    }

    /// Takes in one block: what was chosen, and what it is compared with.
    public synchronized void add(double cost, double other) {
        if (moments.count() == samplesMax) {
            moments = BivariateMoments.EMPTY;
            mixture = null;
        }
        moments = moments.plus(cost - other, other);
        if (moments.count() >= SAMPLES_MIN) {
            shown = figure(moments.ratio());
        }
    }

    private Figure figure(Estimate ratio) {
        double variance = ratio.variance();
        if (mixture == null && variance > 0) { // fixed from here on: it must not follow the data
            mixture = NormalMixture.tightestAtVariance(variance * moments.count() / TIGHTEST_AT_SAMPLES, ALPHA);
        }
        Interval interval = mixture == null ? Interval.ALL : mixture.interval(ratio.value(), variance, ALPHA);
        return new Figure(
                100 * ratio.value(),
                new Interval(Math.max(percentMin, 100 * interval.low()), 100 * interval.high()),
                moments.count());
    }

    /// Null while there are not enough blocks.
    public synchronized @Nullable Figure now() {
        return shown;
    }
}
