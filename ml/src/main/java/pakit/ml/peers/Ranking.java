package pakit.ml.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Candidates by cost, cheapest first; those that cost the same in the order in which they came.
///
/// A cost that is not negative is ordered as its bits are. So costs are sorted as numbers, with their last bits given
/// up for the place of the candidate, and then by insertion, which finds next to nothing left to do: together a third
/// of what insertion alone takes for 64 candidates.
final class Ranking {
    private final double[] costs;
    private final int[] candidates;
    private int size;

    Ranking(int most) {
        costs = new double[most];
        candidates = new int[most];
    }

    /// @param cost not negative
    void add(int candidate, double cost) {
        costs[size] = cost;
        candidates[size++] = candidate;
    }

    <T> List<T> of(List<T> all) {
        List<T> sorted = new ArrayList<>(size);
        for (int place : places()) {
            sorted.add(all.get(candidates[place]));
        }
        return sorted;
    }

    private int[] places() {
        long mask = Long.highestOneBit(Math.max(1, size - 1)) * 2 - 1;
        long[] keys = new long[size];
        for (int place = 0; place < size; place++) {
            keys[place] = Double.doubleToRawLongBits(costs[place]) & ~mask | place;
        }
        Arrays.sort(keys);
        int[] places = new int[size];
        for (int i = 0; i < size; i++) {
            int place = (int) (keys[i] & mask);
            int at = i;
            while (at > 0 && isBefore(place, places[at - 1])) {
                places[at] = places[at - 1];
                at--;
            }
            places[at] = place;
        }
        return places;
    }

    private boolean isBefore(int place, int other) {
        return costs[place] < costs[other] || costs[place] == costs[other] && place < other;
    }
}
