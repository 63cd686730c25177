package pakit.ml.estimate;

import java.util.HashMap;
import java.util.Map;
import pakit.codec.Profile;
import pakit.stats.BivariateMoments;
import pakit.stats.Estimate;

/// How much longer a put took to pack a block than the oracle did: a put packs once, in cold caches and by the clock on
/// the wall, beside whatever else the machine does; the oracle tells the least CPU time of several runs. Whoever
/// compares the two has to allow for it. Known from the blocks that both have packed with the same codec.
///
/// @param factor 1 where it is not known
/// @param blocks that both know
record Slowdown(Estimate factor, long blocks) {
    /// Fewer tell more of a pause than of the machine.
    private static final int BLOCKS_MIN = 30;

    static Slowdown of(LoggedBlocks logged, Profile profile) {
        Map<Long, LoggedBlocks.Drawn> drawn = new HashMap<>();
        logged.drawn().forEach(block -> drawn.put(block.blockHash(), block));
        BivariateMoments nanos = BivariateMoments.EMPTY;
        for (LoggedBlocks.Tried tried : logged.tried()) {
            LoggedBlocks.Drawn put = drawn.get(tried.blockHash());
            if (put != null) {
                nanos = nanos.plus(put.encodeNanos(), tried.block().hintedNanos(profile, put.codec()));
            }
        }
        return nanos.count() < BLOCKS_MIN || nanos.meanX() == 0 || nanos.meanY() == 0
                ? new Slowdown(new Estimate(1, 0), 0)
                : new Slowdown(nanos.ratio(), nanos.count());
    }

    boolean isKnown() {
        return blocks > 0;
    }

    /// By the delta method, the part that the factor adds to the variance of what was divided by it.
    ///
    /// @param divided by the factor
    double varianceOf(double divided) {
        return divided * divided * factor.variance() / (factor.value() * factor.value());
    }
}
