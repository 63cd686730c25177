package pakit.cli;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import pakit.stats.BivariateMoments;
import pakit.stats.Estimate;
import pakit.stats.Moments;

/// One arm's events while they are read. Belongs to one thread.
final class ArmSums {
    static final int USERS_MAX = 5_000_000;

    private Moments moments = Moments.EMPTY;
    private BivariateMoments withBefore = BivariateMoments.EMPTY;
    private boolean allShares = true;
    private double[] values = new double[64];
    private final Map<String, Total> users = new HashMap<>();

    /// Sum and count of one user's values.
    private record Total(double sum, long count) {
        Total plus(Total other) {
            return new Total(sum + other.sum, count + other.count);
        }
    }

    void add(double value) {
        keep(value);
        moments = moments.plus(value);
        allShares &= value == 0 || value == 1;
    }

    /// @param before what was known of the unit before it was assigned
    void add(double value, double before) {
        add(value);
        withBefore = withBefore.plus(value, before);
    }

    /// How many users there are with this one.
    int add(double value, String user) {
        add(value);
        users.merge(user, new Total(value, 1), Total::plus);
        return users.size();
    }

    private void keep(double value) {
        long count = moments.count();
        if (count < ArmFile.VALUES_MAX) {
            values = count < values.length ? values : Arrays.copyOf(values, 2 * values.length);
            values[(int) count] = value;
        }
    }

    ArmFile.Arm arm() {
        if (!users.isEmpty()) {
            BivariateMoments byUser = BivariateMoments.EMPTY;
            for (Total total : users.values()) {
                byUser = byUser.plus(total.sum, total.count);
            }
            return new ArmFile.Arm(
                    moments.count(), byUser.count(), byUser.ratio(), false, new double[0], BivariateMoments.EMPTY);
        }
        double[] kept =
                moments.count() > ArmFile.VALUES_MAX ? new double[0] : Arrays.copyOf(values, (int) moments.count());
        return new ArmFile.Arm(moments.count(), moments.count(), Estimate.mean(moments), allShares, kept, withBefore);
    }
}
