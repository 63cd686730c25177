package pakit.stats;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// A window over a stream that grows while its mean stays the same, and drops its old part when two parts of it
/// differ by more than chance explains (Bifet and Gavaldà, *Learning from Time-Changing Data with Adaptive Windowing*,
/// 2007). Memory grows with the logarithm of the window: sums are kept of 1, 2, 4, … values. Not thread-safe.
public final class Adwin {
    /// Sums of one size; one more, and the two oldest become one of the next size. The paper's M.
    private static final int SUMS_MAX = 5;

    /// Looking for a cut at each value finds it hardly sooner, and costs as much more.
    private static final int LOOK_EVERY = 32;

    private static final int PART_MIN = 5;

    private final double delta;
    private final List<ArrayDeque<Moments>> rows = new ArrayList<>();
    private Moments window = Moments.EMPTY;
    private long added;

    /// @param delta chance of a false alarm at a look, as in 0.002
    public Adwin(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta must lie between 0 and 1, found " + delta);
        }
        this.delta = delta;
    }

    /// Whether with `value` a change is noticed; what came before it is dropped then.
    public boolean add(double value) {
        window = window.plus(value);
        keep(Moments.EMPTY.plus(value));
        boolean changed = false;
        if (++added % LOOK_EVERY == 0) {
            while (window.count() > 2 * PART_MIN && hasCut()) {
                dropOldest();
                changed = true;
            }
        }
        return changed;
    }

    /// Of the values since the last change.
    public Moments window() {
        return window;
    }

    /// Sums in memory.
    int sums() {
        return rows.stream().mapToInt(ArrayDeque::size).sum();
    }

    private void keep(Moments sum) {
        Moments carried = sum;
        for (int row = 0; ; row++) {
            if (row == rows.size()) {
                rows.add(new ArrayDeque<>());
            }
            ArrayDeque<Moments> sums = rows.get(row);
            sums.addLast(carried);
            if (sums.size() <= SUMS_MAX) {
                return;
            }
            carried = sums.removeFirst().plus(sums.removeFirst());
        }
    }

    /// Whether the window can be cut so that its parts differ: tried between all sums, from the oldest on.
    private boolean hasCut() {
        Moments old = Moments.EMPTY;
        for (int row = rows.size() - 1; row >= 0; row--) {
            for (Iterator<Moments> sums = rows.get(row).iterator(); sums.hasNext(); ) {
                old = old.plus(sums.next());
                long newer = window.count() - old.count();
                if (newer < PART_MIN) {
                    return false;
                }
                double newerMean = (window.mean() * window.count() - old.mean() * old.count()) / newer;
                if (old.count() >= PART_MIN && Math.abs(old.mean() - newerMean) > bound(old.count(), newer)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// How far means of two parts of one distribution lie apart at most (theorem 3.1, with the variance as in its
    /// section 4).
    private double bound(long old, long newer) {
        double harmonic = 1.0 / (old - PART_MIN + 1) + 1.0 / (newer - PART_MIN + 1);
        double log = Math.log(2 * Math.log(window.count()) / delta);
        double variance = window.squaredDeviations() / window.count();
        return Math.sqrt(2 * harmonic * variance * log) + 2.0 / 3 * harmonic * log;
    }

    private void dropOldest() {
        int last = rows.size() - 1;
        rows.get(last).removeFirst();
        while (last > 0 && rows.get(last).isEmpty()) {
            rows.remove(last--);
        }
        window = Moments.EMPTY;
        rows.forEach(sums -> sums.forEach(sum -> window = window.plus(sum)));
    }
}
