package pakit.ml.integration;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Room for one input row and one output row.
record Scratch(float[] features, float[] outputs) {
    boolean holds(int inputs, int results) {
        return features.length >= inputs && outputs.length >= results;
    }

    /// Idle rooms, at most one per stripe, chosen by the caller's thread. Bounded whatever the number of threads, which
    /// thread-locals are not when threads are virtual. Thread-safe.
    static final class Pool {
        private static final int STRIPES = 32;
        private static final int SLOTS_PER_STRIPE = 32; // references are 4 bytes: 128 bytes apart

        private final AtomicReferenceArray<@Nullable Scratch> idle =
                new AtomicReferenceArray<>(STRIPES * SLOTS_PER_STRIPE);

        Scratch take(int inputs, int results) {
            Scratch scratch = idle.getAndSet(slot(), null);
            return scratch != null && scratch.holds(inputs, results)
                    ? scratch
                    : new Scratch(new float[inputs], new float[results]);
        }

        void giveBack(Scratch scratch) {
            idle.setRelease(slot(), scratch);
        }

        private static int slot() {
            return ((int) Thread.currentThread().threadId() & (STRIPES - 1)) * SLOTS_PER_STRIPE;
        }
    }
}
