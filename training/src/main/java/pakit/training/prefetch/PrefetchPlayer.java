package pakit.training.prefetch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongPredicate;
import pakit.dag.StagedCache;
import pakit.hint.Found;
import pakit.ml.prefetch.BlockAccess;
import pakit.ml.prefetch.PrefetchEngine;
import pakit.ml.prefetch.PrefetchSettings;
import pakit.ml.prefetch.PrefetchState;
import pakit.ml.prefetch.Structure;

/// Plays a trace through the store's cache with the engine, or another contestant, beside it: what it names is there so
/// many accesses later.
public final class PrefetchPlayer {
    private static final int SOON = 32;

    /// A node has as many links.
    private static final int LINKS_BITS = 10;

    private final AccessTrace trace;
    private final int from;
    private final int delay;
    private final StagedCache<Long, Boolean> cache;
    private final Contestant contestant;
    private final Set<Long> coming = new HashSet<>();
    private final Deque<Coming> queue = new ArrayDeque<>();
    private final LongPredicate held;
    private long hits;
    private long joined;
    private long fetched;
    private long named;
    private long right;
    private long used;

    private record Coming(long id, int time) {}

    /// @param from the first access that is scored
    /// @param delay accesses that a fetch takes
    public PrefetchPlayer(AccessTrace trace, int from, int capacity, int delay, PrefetchSettings settings) {
        this(trace, from, capacity, delay, Contestant.of(engine(trace, PrefetchState.empty(settings))));
    }

    /// @param from the first access that is scored
    /// @param delay accesses that a fetch takes
    public PrefetchPlayer(AccessTrace trace, int from, int capacity, int delay, Contestant contestant) {
        this.trace = trace;
        this.from = from;
        this.delay = delay;
        this.cache = new StagedCache<>(capacity, value -> 1);
        this.contestant = contestant;
        this.held = id -> cache.holds(id) || coming.contains(id);
    }

    /// One that knows what there is to know of the structure of a trace.
    ///
    /// @param begin what it knows at first
    static PrefetchEngine engine(AccessTrace trace, PrefetchState begin) {
        return PrefetchEngine.of(begin, trace.neighbours() ? PrefetchPlayer::neighbour : Structure.none());
    }

    public PrefetchFigures play() {
        long[] ids = trace.ids();
        for (int i = 0; i < ids.length; i++) {
            arrive(i);
            Found found = find(ids[i]);
            long[] suggested = contestant.heard(i, new BlockAccess(ids[i], found, held, Integer.MAX_VALUE));
            send(suggested, i);
            if (i >= from) {
                count(found, suggested, i);
            }
        }
        return new PrefetchFigures(contestant.policy(), ids.length - from, hits, joined, fetched, named, right, used);
    }

    private void arrive(int now) {
        while (!queue.isEmpty() && queue.peek().time() + delay < now) {
            long id = queue.remove().id();
            contestant.arrived(id);
            if (coming.remove(id)) {
                cache.stage(id, true);
            }
        }
    }

    private Found find(long id) {
        if (cache.kept(id) != null) {
            return Found.KEPT;
        }
        if (cache.claim(id) != null) {
            return Found.STAGED;
        }
        cache.keep(id, true);
        return coming.remove(id) ? Found.JOINED : Found.READ;
    }

    private void send(long[] ids, int now) {
        for (long id : ids) {
            coming.add(id);
            queue.add(new Coming(id, now));
        }
    }

    private void count(Found found, long[] ids, int now) {
        switch (found) {
            case KEPT -> hits++;
            case STAGED -> {
                hits++;
                used++;
            }
            case JOINED -> joined++;
            case READ -> fetched++;
        }
        fetched += ids.length;
        named += ids.length;
        for (long id : ids) {
            right += askedFor(id, now) ? 1 : 0;
        }
    }

    private boolean askedFor(long id, int now) {
        long[] ids = trace.ids();
        for (int i = now + 1; i <= now + delay + SOON && i < ids.length; i++) {
            if (ids[i] == id) {
                return true;
            }
        }
        return false;
    }

    /// As if each 1024 blocks that lie together were the children of a node that was read before them.
    private static long neighbour(long id, int steps) {
        long there = id + steps;
        return there - 1 >> LINKS_BITS == id - 1 >> LINKS_BITS ? there : Structure.NONE;
    }
}
