package pakit.dag;

import java.util.concurrent.atomic.LongAdder;
import pakit.hint.Advice;

/// What hints on bases earned against what is done without them, since the process began. Both are known of each
/// block: the record without the hint is made in any case. Thread-safe.
public final class HintEarnings {
    private final LongAdder hintedBlocks = new LongAdder();
    private final LongAdder helpedBlocks = new LongAdder();
    private final LongAdder earnedBytes = new LongAdder();

    /// @param hintedBlocks new blocks that a model named bases for
    /// @param helpedBlocks of them, those that were stored against one of these bases
    /// @param earnedBytes how much shorter their records are than they would have been
    public record Earned(long hintedBlocks, long helpedBlocks, long earnedBytes) {}

    void add(Outcome.Stored stored) {
        if (stored.delta().advice() instanceof Advice.Suggested<?>) {
            int earned = stored.delta().defaultBytes() - stored.storedBytes();
            hintedBlocks.increment();
            helpedBlocks.add(earned > 0 ? 1 : 0);
            earnedBytes.add(earned);
        }
    }

    public Earned now() {
        return new Earned(hintedBlocks.sum(), helpedBlocks.sum(), earnedBytes.sum());
    }
}
