package pakit.ml.oracle;

import org.jspecify.annotations.Nullable;
import pakit.stats.BivariateMoments;
import pakit.stats.Estimate;
import pakit.stats.Interval;
import pakit.stats.NormalMixture;

/// The regret of what was decided, from a random sample of blocks: the cost of all of them over the cost of the
/// cheapest codecs, less 1. Totals and not means of each block's own regret, because a small block with a large regret
/// loses nothing, and because evaluations of models say it so.
///
/// The interval may be looked at after every block: it holds at all times at once ([NormalMixture], on the ratio with
/// its variance by the delta method). It is asymptotic, so there is none below [#SAMPLES_MIN] blocks. A sequence that
/// never ended would never forget, so after some blocks, [#SAMPLES_MAX] if nothing else is said, a new one begins, and
/// the last one is shown until the
/// new one has enough. Thread-safe.
public final class LiveRegret {
    static final int SAMPLES_MIN = 300; // with skewed costs 1 in 17 sequences misses from 100 on, 1 in 26 from 300 on
    static final int SAMPLES_MAX = 10_000;

    private static final double ALPHA = 0.05;
    private static final double TIGHTEST_AT_SAMPLES = 1000;

    private final int samplesMax;
    private BivariateMoments moments = BivariateMoments.EMPTY;
    private @Nullable NormalMixture mixture;
    private @Nullable Regret shown;

    /// @param percent what was decided costs more than the cheapest, in percent of that
    /// @param interval of it, with 95 % confidence at all times at once
    /// @param samples blocks that both rest on
    public record Regret(double percent, Interval interval, long samples) {}

    public LiveRegret() {
        this(SAMPLES_MAX);
    }

    /// @param samplesMax blocks after which a new sequence begins, at least [#SAMPLES_MIN]
    LiveRegret(int samplesMax) {
        this.samplesMax = samplesMax;
    }

    /// Takes in one block: what was chosen, and what would have been cheapest.
    public synchronized void add(double cost, double cheapest) {
        if (moments.count() == samplesMax) {
            moments = BivariateMoments.EMPTY;
            mixture = null;
        }
        moments = moments.plus(cost - cheapest, cheapest);
        if (moments.count() >= SAMPLES_MIN) {
            shown = regret(moments.ratio());
        }
    }

    private Regret regret(Estimate ratio) {
        double variance = ratio.variance();
        if (mixture == null && variance > 0) { // fixed from here on: it must not follow the data
            mixture = NormalMixture.tightestAtVariance(variance * moments.count() / TIGHTEST_AT_SAMPLES, ALPHA);
        }
        Interval interval = mixture == null ? Interval.ALL : mixture.interval(ratio.value(), variance, ALPHA);
        return new Regret(
                100 * ratio.value(),
                new Interval(100 * Math.max(0, interval.low()), 100 * interval.high()), // no choice beats the cheapest
                moments.count());
    }

    /// Null while there are not enough blocks.
    public synchronized @Nullable Regret now() {
        return shown;
    }
}
