package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class StagedCacheTest {
    private static StagedCache<Integer, Integer> cacheOf(long weight) {
        return new StagedCache<>(weight, value -> 1);
    }

    @Test
    void whatWasFetchedAheadIsInUseOnceItWasAskedFor() {
        StagedCache<Integer, Integer> cache = cacheOf(1000);
        assertThat(cache.stage(1, 10)).isTrue();
        assertThat(cache.kept(1)).isNull();
        assertThat(cache.claim(1)).isEqualTo(10);
        assertThat(cache.claim(1)).isNull();
        assertThat(cache.kept(1)).isEqualTo(10);
        assertThat(cache.claims()).isEqualTo(1);
    }

    @Test
    void whatIsInMemoryIsNotTakenAgain() {
        StagedCache<Integer, Integer> cache = cacheOf(1000);
        cache.keep(1, 10);
        assertThat(cache.stage(1, 11)).isFalse();
        assertThat(cache.stage(2, 20)).isTrue();
        assertThat(cache.stage(2, 21)).isFalse();
        assertThat(cache.kept(1)).isEqualTo(10);
    }

    @Test
    void floodingItWithWhatNobodyWantsDrivesOutNothingThatIsInUse() {
        StagedCache<Integer, Integer> cache = cacheOf(1000);
        for (int i = 0; i < 900; i++) {
            cache.keep(i, i);
        }
        for (int i = 10_000; i < 20_000; i++) {
            cache.stage(i, i);
        }
        for (int i = 0; i < 900; i++) {
            assertThat(cache.kept(i)).isEqualTo(i);
        }
        assertThat(cache.drops()).isEqualTo(10_000 - 10);
    }

    @Test
    void roomGrowsWithUseToATenthAndShrinksWithout() {
        StagedCache<Integer, Integer> cache = cacheOf(1000);
        for (int i = 0; i < 3000; i++) {
            cache.stage(i, i);
            cache.claim(i);
        }
        assertThat(staged(cache, 1_000_000)).isEqualTo(100);
        for (int i = 0; i < 1_000_000; i++) {
            cache.keep(-i, i);
        }
        assertThat(staged(cache, 2_000_000)).isEqualTo(10);
    }

    /// How many can be staged that nobody asks for.
    private static int staged(StagedCache<Integer, Integer> cache, int from) {
        for (int i = 0; i < 200; i++) {
            cache.stage(from + i, i);
        }
        int held = 0;
        for (int i = 0; i < 200; i++) {
            held += cache.holds(from + i) ? 1 : 0;
        }
        return held;
    }

    @Test
    void allTogetherStaysWithinItsWeight() {
        StagedCache<Integer, Integer> cache = new StagedCache<>(5000, value -> 1 + value % 700);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            int key = random.nextInt(400);
            switch (random.nextInt(4)) {
                case 0 -> cache.stage(key, key);
                case 1 -> cache.keep(key, key);
                case 2 -> cache.kept(key);
                default -> cache.claim(key);
            }
            if (i % 1000 == 0) {
                assertThat(cache.weight()).isBetween(0L, 5000L);
            }
        }
    }

    @Test
    void manyThreadsGetWhatTheyAskFor() throws InterruptedException {
        StagedCache<Integer, Integer> cache = cacheOf(500);
        ConcurrentHashMap<Integer, Integer> wrong = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        for (int seed = 0; seed < 8; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 20_000; i++) {
                    int key = random.nextInt(1000);
                    Integer found = cache.kept(key) instanceof Integer kept ? kept : cache.claim(key);
                    if (found == null) {
                        cache.keep(key, key * 3);
                        cache.stage(key + 1, (key + 1) * 3);
                    } else if (found != key * 3) {
                        wrong.put(key, found);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
        assertThat(cache.weight()).isBetween(1L, 500L);
    }
}
