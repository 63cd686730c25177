package pakit.ml.serving;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import pakit.ml.models.PakitModel;

/// The place of one model: its live version and its challenger, each behind a volatile reference, its switch and its
/// meter. Thread-safe.
final class ModelSlot {
    private final CallMeter meter;
    private final AtomicReference<@Nullable LiveModel> live = new AtomicReference<>();
    private final AtomicReference<@Nullable LiveModel> challenger = new AtomicReference<>();
    private volatile boolean enabled;

    ModelSlot(CallMeter meter, boolean enabled) {
        this.meter = meter;
        this.enabled = enabled;
    }

    /// A lease on the live version, or null if there is none.
    @Nullable
    Lease tryLease() {
        return tryLease(live);
    }

    /// A lease on the challenger, or null if there is none.
    @Nullable
    Lease tryLeaseChallenger() {
        return tryLease(challenger);
    }

    /// Makes `model` live and retires what was.
    void publish(PakitModel model) {
        replace(live, new LiveModel(model, this));
    }

    /// Puts `model` beside the live version and retires what was there.
    void challenge(PakitModel model) {
        replace(challenger, new LiveModel(model, this));
    }

    void withdraw() {
        replace(challenger, null);
    }

    void clear() {
        replace(live, null);
        replace(challenger, null);
    }

    @Nullable
    PakitModel model() {
        return model(live);
    }

    @Nullable
    PakitModel challenger() {
        return model(challenger);
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

    private static @Nullable Lease tryLease(AtomicReference<@Nullable LiveModel> place) {
        for (LiveModel current = place.get(); current != null; current = place.get()) {
            Lease lease = current.enter();
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    private static @Nullable PakitModel model(AtomicReference<@Nullable LiveModel> place) {
        LiveModel current = place.get();
        return current == null ? null : current.model();
    }

    private static void replace(AtomicReference<@Nullable LiveModel> place, @Nullable LiveModel next) {
        LiveModel previous = place.getAndSet(next);
        if (previous != null) {
            previous.retire();
        }
    }
}
