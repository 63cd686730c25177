package pakit.ml.peers;

import java.util.ArrayList;
import java.util.List;

/// Candidates by cost, cheapest first. By insertion: candidates are few.
final class Ranking {
    private final double[] costs;
    private final int[] order;
    private int size;

    Ranking(int candidates) {
        costs = new double[candidates];
        order = new int[candidates];
    }

    void add(int candidate, double cost) {
        int at = size++;
        while (at > 0 && costs[at - 1] > cost) {
            costs[at] = costs[at - 1];
            order[at] = order[at - 1];
            at--;
        }
        costs[at] = cost;
        order[at] = candidate;
    }

    <T> List<T> of(List<T> candidates) {
        List<T> sorted = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            sorted.add(candidates.get(order[i]));
        }
        return sorted;
    }
}
