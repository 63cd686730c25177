package pakit.ml.prefetch;

import pakit.hint.Found;

/// Credits: each block that was fetched because somebody wanted it, now or ahead, earns a share of one; each that was
/// fetched in vain costs one. The fewer are left, the surer a candidate has to be; without any, nothing is fetched. Not
/// thread-safe.
final class WasteBudget {
    static final double CHANCE_WANTED_MAX = 0.95;

    private static final double BALANCE_MAX = 64;
    /// What may be lost before anything was earned.
    private static final double BALANCE_FIRST = 8;

    private static final double NEVER = 2;

    private final double share;
    private final double chanceMin;
    private double balance = BALANCE_FIRST;

    WasteBudget(double share, double chanceMin) {
        this.share = share;
        this.chanceMin = chanceMin;
    }

    /// A block was asked for.
    void asked(Found found) {
        switch (found) {
            case KEPT -> {}
            case STAGED, JOINED, READ -> balance = Math.min(BALANCE_MAX, balance + share);
        }
    }

    /// A block was asked for that had been named.
    void met(Found found) {
        switch (found) {
            case KEPT, STAGED, JOINED -> {}
            case READ -> wasted(); // it was read twice, or never fetched
        }
    }

    void wasted() {
        balance--;
    }

    double balance() {
        return balance;
    }

    /// How likely a block has to be to be used; above 1 if there is nothing to spend.
    double chanceWanted() {
        if (balance <= 0) {
            return NEVER;
        }
        double care = Math.max(0, 1 - 2 * balance / BALANCE_MAX);
        return chanceMin + (CHANCE_WANTED_MAX - chanceMin) * care;
    }
}
