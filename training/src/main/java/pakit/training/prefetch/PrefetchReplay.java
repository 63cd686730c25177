package pakit.training.prefetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/// Plays a trace through a cache of so many blocks, all of one size. The first part of the trace only warms up.
public final class PrefetchReplay {
    private PrefetchReplay() {}

    /// Least recently used.
    ///
    /// @param from the first access that is scored
    public static PrefetchFigures lru(AccessTrace trace, int from, int capacity) {
        Map<Long, Boolean> cache = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                return size() > capacity;
            }
        };
        return play("LRU", trace, from, id -> {
            boolean hit = cache.get(id) != null;
            cache.put(id, true);
            return hit;
        });
    }

    /// The store's cache as it is without prefetching.
    public static PrefetchFigures tinyLfu(AccessTrace trace, int from, int capacity) {
        Cache<Long, Boolean> cache = Caffeine.newBuilder()
                .maximumWeight(capacity)
                .weigher((Long id, Boolean value) -> 1)
                .executor(Runnable::run)
                .build();
        return play("W-TinyLFU", trace, from, id -> {
            boolean hit = cache.getIfPresent(id) != null;
            if (!hit) {
                cache.put(id, true);
            }
            return hit;
        });
    }

    private static PrefetchFigures play(String policy, AccessTrace trace, int from, LongPredicate cache) {
        long[] ids = trace.ids();
        long hits = 0;
        for (int i = 0; i < ids.length; i++) {
            boolean hit = cache.test(ids[i]);
            hits += hit && i >= from ? 1 : 0;
        }
        long accesses = ids.length - from;
        return new PrefetchFigures(policy, accesses, hits, 0, accesses - hits, 0, 0, 0);
    }
}
