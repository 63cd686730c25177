package pakit.ml.tensor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import pakit.error.PakitException;

/// Where the nodes of trees lie in a file: positions by tree and then by id. Files mostly have them in that order,
/// which costs nothing then; it is made at every swap.
///
/// @param order positions, sorted by tree and then by id
record ForestIndex(long[] trees, long[] ids, int[] order) {
    /// @throws PakitException.Corrupt if one tree has two nodes of one id
    static ForestIndex of(long[] trees, long[] ids) {
        int[] order = new int[ids.length];
        Arrays.setAll(order, i -> i);
        ForestIndex index = new ForestIndex(trees, ids, order);
        if (!index.ascends()) {
            index = new ForestIndex(trees, ids, sorted(trees, ids));
            index.requireDistinct();
        }
        return index;
    }

    private static int[] sorted(long[] trees, long[] ids) {
        Comparator<Integer> byTreeAndId =
                Comparator.comparingLong((Integer i) -> trees[i]).thenComparingLong(i -> ids[i]);
        return IntStream.range(0, ids.length)
                .boxed()
                .sorted(byTreeAndId)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private boolean ascends() {
        for (int i = 1; i < order.length; i++) {
            if (tree(i - 1) > tree(i) || tree(i - 1) == tree(i) && id(i - 1) >= id(i)) {
                return false;
            }
        }
        return true;
    }

    private void requireDistinct() {
        for (int i = 1; i < order.length; i++) {
            if (tree(i - 1) == tree(i) && id(i - 1) == id(i)) {
                throw new PakitException.Corrupt("ONNX trees: tree " + tree(i) + " has two nodes " + id(i));
            }
        }
    }

    int size() {
        return order.length;
    }

    long tree(int rank) {
        return trees[order[rank]];
    }

    private long id(int rank) {
        return ids[order[rank]];
    }

    /// The first rank, not before `from`, of a tree with at least this number.
    int first(int from, long tree) {
        int rank = from;
        while (rank < order.length && tree(rank) < tree) {
            rank++;
        }
        return rank;
    }

    /// The first rank, not before `from`, of another tree.
    int end(int from, long tree) {
        int rank = from;
        while (rank < order.length && tree(rank) == tree) {
            rank++;
        }
        return rank;
    }

    /// The position of a node among those of ranks `from` to `to`, which are one tree's; -1 if there is none. Ids that
    /// count up from 0 are found at once.
    int find(int from, int to, long id) {
        if (id >= 0 && id < to - from && id(from + (int) id) == id) {
            return order[from + (int) id];
        }
        int low = from;
        int high = to - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (id(middle) == id) {
                return order[middle];
            }
            if (id(middle) < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
