package pakit.ml.serving;

import pakit.ml.models.PakitModel;

/// The right to call one loaded version: it stays open until the lease is closed. Close it exactly once, on any thread,
/// by try-with-resources. Leases are shared and hold no state of their own, so taking one allocates nothing.
public final class Lease implements AutoCloseable {
    private final LiveModel live;
    private final int stripe;

    Lease(LiveModel live, int stripe) {
        this.live = live;
        this.stripe = stripe;
    }

    /// The version that answers; do not use it after [#close].
    public PakitModel model() {
        return live.model();
    }

    /// Whether the model may give hints now.
    public boolean enabled() {
        return live.slot().enabled();
    }

    /// Where calls of this model are counted.
    public CallMeter meter() {
        return live.slot().meter();
    }

    @Override
    public void close() {
        live.leave(stripe);
    }
}
