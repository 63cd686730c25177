package pakit.training.gossip;

import java.util.HashMap;
import java.util.Map;

/// Which links carry messages themselves, by degree of the mesh: all at first, less those that duplicates came over.
final class Trees {
    private final Map<Integer, long[]> lazy = new HashMap<>();

    /// A bit for each link of each node: set if it only carries announcements.
    long[] of(int degree, Overlay overlay) {
        return lazy.computeIfAbsent(degree, d -> new long[overlay.mesh(d).length]);
    }
}
