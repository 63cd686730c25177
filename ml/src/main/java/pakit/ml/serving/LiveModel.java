package pakit.ml.serving;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.ml.models.PakitModel;

/// A loaded version and the calls that run on it. It is closed once: after it was retired, when its last call ends.
///
/// Calls are counted in stripes, each on cache lines of its own, chosen by the caller's thread: threads that call at
/// the same time rarely touch the same line. Why no call can run on a closed version, and no version stays open:
/// - A caller counts itself in, then looks at `retired`; if set, it counts itself out and takes the next version. The
///   retirer sets `retired`, then looks at the counts. All four are sequentially consistent, so either the caller sees
///   the retirement or the retirer sees the caller.
/// - After the retirement a stripe that was seen at 0 has no caller and never gets one, so stripes may be looked at one
///   after the other.
/// - Whoever counts itself out and sees `retired` looks at all stripes: the last one finds them all at 0. Two may find
///   that; `closed` lets one of them close.
final class LiveModel {
    private static final Logger LOG = LoggerFactory.getLogger(LiveModel.class);
    private static final int STRIPES = stripes(Runtime.getRuntime().availableProcessors());
    private static final int LONGS_PER_STRIPE = 16; // two cache lines, for the neighbour that is fetched along

    private final PakitModel model;
    private final ModelSlot slot;
    private final Lease[] leases = new Lease[STRIPES];
    private final AtomicLongArray running = new AtomicLongArray((STRIPES + 1) * LONGS_PER_STRIPE);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean retired;

    LiveModel(PakitModel model, ModelSlot slot) {
        this.model = model;
        this.slot = slot;
        for (int i = 0; i < STRIPES; i++) {
            leases[i] = new Lease(this, (i + 1) * LONGS_PER_STRIPE);
        }
    }

    PakitModel model() {
        return model;
    }

    ModelSlot slot() {
        return slot;
    }

    /// A lease, or null if this version was retired.
    @Nullable
    Lease enter() {
        int i = (int) Thread.currentThread().threadId() & (STRIPES - 1);
        int stripe = (i + 1) * LONGS_PER_STRIPE;
        running.getAndIncrement(stripe);
        if (retired) {
            leave(stripe);
            return null;
        }
        return leases[i];
    }

    void leave(int stripe) {
        running.getAndDecrement(stripe);
        if (retired) {
            closeIfIdle();
        }
    }

    /// Lets no new call in, and closes the model now or when its last call ends.
    void retire() {
        retired = true;
        closeIfIdle();
    }

    private void closeIfIdle() {
        for (int i = 1; i <= STRIPES; i++) {
            if (running.get(i * LONGS_PER_STRIPE) != 0) {
                return;
            }
        }
        if (closed.compareAndSet(false, true)) {
            try {
                model.close();
            } catch (RuntimeException e) {
                LOG.warn("{} did not close cleanly", model.manifest().title(), e);
            }
        }
    }

    /// At least twice the processors, a power of two, at most 64.
    private static int stripes(int processors) {
        return Math.min(64, Integer.highestOneBit(Math.max(1, processors) * 4 - 1));
    }
}
