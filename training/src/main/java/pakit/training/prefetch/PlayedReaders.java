package pakit.training.prefetch;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Readers of different habits, played by seed: what a first engine learns from, and what versions are judged on. Ids
/// of different readers are different.
public final class PlayedReaders {
    private static final int BITS = 24;

    private final SplittableRandom random;
    private final int accesses;

    /// @param accesses of each reader
    public PlayedReaders(long seed, int accesses) {
        this.random = new SplittableRandom(seed);
        this.accesses = accesses;
    }

    /// One trace for each habit.
    public List<AccessTrace> all() {
        return List.of(
                trace("files", this::files),
                trace("again", this::again),
                trace("groups", this::groups),
                trace("chance", this::chance));
    }

    private interface Habit {
        void read(List<Long> ids, long base);
    }

    private AccessTrace trace(String name, Habit habit) {
        List<Long> ids = new ArrayList<>(accesses);
        long base = (1L + random.nextInt(1 << BITS)) << BITS;
        while (ids.size() < accesses) {
            habit.read(ids, base);
        }
        return new AccessTrace(
                name, ids.stream().limit(accesses).mapToLong(Long::longValue).toArray(), name.equals("files"));
    }

    /// A file from its beginning, as far as the reader cares.
    private void files(List<Long> ids, long base) {
        long first = base + random.nextInt(100_000) * 16L;
        int blocks = random.nextInt(4) == 0 ? 1 + random.nextInt(200) : 1 + random.nextInt(4);
        for (int i = 0; i < blocks; i++) {
            ids.add(first + i);
        }
    }

    /// A list that is gone through again and again, with gaps.
    private void again(List<Long> ids, long base) {
        int list = random.nextInt(8);
        for (int i = 0; i < 400; i++) {
            if (random.nextInt(20) != 0) {
                ids.add(base + list * 100_000L + i * 37L % 401);
            }
        }
    }

    /// Things that are wanted together, in any order.
    private void groups(List<Long> ids, long base) {
        int group = (int) (Math.pow(random.nextDouble(), 3) * 1500);
        int start = random.nextInt(8);
        for (int i = 0; i < 8; i++) {
            ids.add(base + group * 100L + (start + i) % 8);
        }
    }

    /// Favourites, drawn by lot.
    private void chance(List<Long> ids, long base) {
        ids.add(base + (long) (Math.pow(random.nextDouble(), 4) * 200_000));
    }
}
