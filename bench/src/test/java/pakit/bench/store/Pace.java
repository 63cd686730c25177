package pakit.bench.store;

/// How much care is taken.
public enum Pace {
    /// What is stored is durable before the clock stops, and what others have written is gone before it starts.
    FULL(3, "sync -f \"$REPO\""),
    /// To see that everything runs; nothing waits for the disk.
    QUICK(1, ":");

    private final int restores;
    private final String sync;

    Pace(int restores, String sync) {
        this.restores = restores;
        this.sync = sync;
    }

    /// How often each contestant restores the newest version.
    int restores() {
        return restores;
    }

    /// A command that returns when the disk has everything.
    String sync() {
        return sync;
    }
}
