package pakit.dag;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// What was used lately, and beside it what was fetched ahead, within one bound of weight.
///
/// ```
///   keep --> kept (W-TinyLFU)                 stage --> staged --dropped, the oldest first--> gone
///             ^                                            |
///             +----- makes room for new ones --- claimed <-+ claim
/// ```
///
/// What is fetched ahead never drives out what is in use: it stands apart, and leaves a trace in the other's statistics
/// of use only when it was asked for. Room is taken from the cache: a hundredth at first, doubled each time that it is
/// full and that what was asked for is four times as much, and a sixteenth of what had to be read; up to a tenth;
/// halved after a while of little use. Each change makes the cache begin anew to learn how it divides itself up (1.7
/// points of hit ratio on the trace web07), so they are rare. Thread-safe.
public final class StagedCache<K, V> {
    private static final double FIRST_SHARE = 0.01;
    private static final double STAGED_SHARE = 0.1;

    /// A chapter ends when so many times the whole weight was kept anew.
    private static final int CHAPTER = 8;

    /// Room grows when so many times as much was claimed.
    private static final int WORTH = 4;

    /// And when that is at least one in so many of what had to be read.
    private static final int SHARE_OF_READS = 16;

    private final long weightMax;
    private final long roomMin;
    private final long roomMax;
    private final ToIntFunction<V> weigher;
    private final Cache<K, V> kept;
    private final Map<K, V> staged = new LinkedHashMap<>();
    private final Map<K, V> claimed = new LinkedHashMap<>(16, 0.75f, true);
    private volatile boolean holdsSome;
    private long weight;
    private long room;
    private long peak;
    private long keptInChapter;
    private long claimedSinceGrowth;
    private long keptSinceGrowth;
    private long claims;
    private long drops;

    /// @param weightMax of all together
    public StagedCache(long weightMax, ToIntFunction<V> weigher) {
        this.weightMax = weightMax;
        this.roomMax = (long) (weightMax * STAGED_SHARE);
        this.roomMin = Math.min(roomMax, Math.max(1, (long) (weightMax * FIRST_SHARE)));
        this.room = roomMin;
        this.weigher = weigher;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(weightMax - room)
                .weigher((K key, V value) -> weigher.applyAsInt(value))
                .executor(Runnable::run)
                .build();
    }

    /// What is in use. Counts as use.
    public @Nullable V kept(K key) {
        if (holdsSome) {
            synchronized (staged) {
                V value = claimed.get(key);
                if (value != null) {
                    return value;
                }
            }
        }
        return kept.getIfPresent(key);
    }

    /// What was fetched ahead and is asked for now for the first time: from now on it is in use.
    public @Nullable V claim(K key) {
        if (!holdsSome) {
            return null;
        }
        synchronized (staged) {
            V value = staged.remove(key);
            if (value != null) {
                claimed.put(key, value);
                claimedSinceGrowth += weigher.applyAsInt(value);
                claims++;
            }
            return value;
        }
    }

    /// Keeps what was read because somebody asked for it.
    public void keep(K key, V value) {
        kept.put(key, value);
        synchronized (staged) {
            keptInChapter += weigher.applyAsInt(value);
            keptSinceGrowth += weigher.applyAsInt(value);
            if (keptInChapter > CHAPTER * weightMax) {
                endChapter();
            }
        }
    }

    /// Whether it is in memory; does not count as use.
    public boolean holds(K key) {
        if (kept.asMap().containsKey(key)) {
            return true;
        }
        if (!holdsSome) {
            return false;
        }
        synchronized (staged) {
            return staged.containsKey(key) || claimed.containsKey(key);
        }
    }

    /// Puts what was fetched ahead beside the cache, unless it is there or too large; the oldest of its like make room.
    ///
    /// @return whether it was taken
    public boolean stage(K key, V value) {
        int more = weigher.applyAsInt(value);
        synchronized (staged) {
            if (more > roomMax || holds(key)) {
                return false;
            }
            makeRoom(more);
            if (weight + more > room) {
                return false;
            }
            staged.put(key, value);
            weight += more;
            peak = Math.max(peak, weight);
            holdsSome = true;
            return true;
        }
    }

    private void makeRoom(int more) {
        boolean pays = claimedSinceGrowth > WORTH * room && claimedSinceGrowth * SHARE_OF_READS > keptSinceGrowth;
        if (weight + more > room && pays && room < roomMax || more > room) {
            resize(Math.min(roomMax, Math.max(2 * room, more)));
            claimedSinceGrowth = 0;
            keptSinceGrowth = 0;
        }
        while (weight + more > room && !claimed.isEmpty()) {
            settle(1);
        }
        while (weight + more > room && !staged.isEmpty()) {
            drop(1);
        }
    }

    /// Hands over to the cache what was claimed and is used least.
    private void settle(int count) {
        Iterator<Map.Entry<K, V>> oldest = claimed.entrySet().iterator();
        for (int i = 0; i < count; i++) {
            Map.Entry<K, V> entry = oldest.next();
            weight -= weigher.applyAsInt(entry.getValue());
            kept.put(entry.getKey(), entry.getValue());
            oldest.remove();
        }
    }

    private void endChapter() {
        keptInChapter = 0;
        claimedSinceGrowth = 0;
        keptSinceGrowth = 0;
        if (peak < room / 4 && room > roomMin) {
            resize(Math.max(roomMin, room / 2));
        }
        settle((claimed.size() + 1) / 2);
        drop((staged.size() + 1) / 2);
        peak = weight;
    }

    private void drop(int count) {
        Iterator<V> oldest = staged.values().iterator();
        for (int i = 0; i < count; i++) {
            weight -= weigher.applyAsInt(oldest.next());
            oldest.remove();
            drops++;
        }
        holdsSome = weight > 0;
    }

    private void resize(long wanted) {
        room = wanted;
        kept.policy().eviction().orElseThrow().setMaximum(weightMax - wanted);
    }

    /// Weight of all that is held.
    public long weight() {
        kept.cleanUp();
        synchronized (staged) {
            return weight
                    + kept.policy().eviction().orElseThrow().weightedSize().orElse(0);
        }
    }

    /// How often something that was fetched ahead was asked for.
    public long claims() {
        synchronized (staged) {
            return claims;
        }
    }

    /// How often something went that was fetched ahead and never asked for.
    public long drops() {
        synchronized (staged) {
            return drops;
        }
    }
}
