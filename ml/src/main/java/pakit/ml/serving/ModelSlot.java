package pakit.ml.serving;

import org.jspecify.annotations.Nullable;
import pakit.ml.models.PakitModel;

/// The place of one model: its live version behind a volatile reference, its switch and its meter. Thread-safe.
final class ModelSlot {
    private final CallMeter meter;
    private volatile @Nullable LiveModel live;
    private volatile boolean enabled = true;

    ModelSlot(CallMeter meter) {
        this.meter = meter;
    }

    /// A lease on the live version, or null if there is none.
    @Nullable
    Lease tryLease() {
        for (LiveModel current = live; current != null; current = live) {
            Lease lease = current.enter();
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    /// Makes `model` live and retires what was.
    void publish(PakitModel model) {
        replace(new LiveModel(model, this));
    }

    void clear() {
        replace(null);
    }

    @Nullable
    PakitModel model() {
        LiveModel current = live;
        return current == null ? null : current.model();
    }

    CallMeter meter() {
        return meter;
    }

    boolean enabled() {
        return enabled;
    }

    void enabled(boolean value) {
        enabled = value;
    }

    private void replace(@Nullable LiveModel next) {
        LiveModel previous;
        synchronized (this) {
            previous = live;
            live = next;
        }
        if (previous != null) {
            previous.retire();
        }
    }
}
