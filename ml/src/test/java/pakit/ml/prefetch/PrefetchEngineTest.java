package pakit.ml.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import pakit.hint.Found;

class PrefetchEngineTest {
    private static final PrefetchSettings SMALL =
            new PrefetchSettings(1 << 10, 1 << 10, 4, 16, 8, 5, 128, 32, 0.07, 0.5);

    /// Asks for blocks in turn; whatever is named is there at once, and goes when it was used.
    private static final class Reader {
        private final PrefetchEngine engine;
        private final Set<Long> staged = new HashSet<>();
        private long named;
        private long used;
        private long asked;

        Reader(PrefetchEngine engine) {
            this.engine = engine;
        }

        void ask(long id) {
            asked++;
            boolean there = staged.remove(id);
            used += there ? 1 : 0;
            BlockAccess access = new BlockAccess(id, there ? Found.STAGED : Found.READ, staged::contains, 100);
            for (long next : engine.predict(access).ids()) {
                named++;
                staged.add(next);
                engine.arrived(next);
            }
        }

        void ask(int times, LongUnaryOperator ids) {
            for (int i = 0; i < times; i++) {
                ask(ids.applyAsLong(i));
            }
        }
    }

    private static Reader reader(Structure structure) {
        return new Reader(new PrefetchEngine(SMALL, structure));
    }

    @Test
    void whatIsReadAgainInTheSameOrderIsNamedBeforeItIsAskedFor() {
        Reader reader = reader(Structure.none());
        reader.ask(20_000, i -> 1 + i % 700 * 31 % 701);
        assertThat(reader.used).isGreaterThan(17_000);
        assertThat(reader.named - reader.used).isLessThan(200);
    }

    @Test
    void siblingsAreNamedThoughNobodyReadThemBefore() {
        Reader reader = reader((id, steps) -> id + steps);
        reader.ask(5_000, i -> 1 + i);
        assertThat(reader.used).isGreaterThan(4_500);
    }

    @Test
    void whereNothingRepeatsAlmostNothingIsFetched() {
        Reader reader = reader(Structure.none());
        SplittableRandom random = new SplittableRandom(1);
        reader.ask(50_000, i -> 1 + random.nextInt(100_000));
        assertThat(reader.named).isLessThan(50);
    }

    @Test
    void wasteStaysWithinItsShareWhateverIsAskedFor() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int world = 1 << 3 + seed % 12;
            Reader reader = reader((id, steps) -> id + steps);
            long at = 1;
            for (int i = 0; i < 20_000; i++) {
                int turn = random.nextInt(1000);
                at = turn < seed * 50 ? 1 + random.nextInt(world) : at + 1;
                reader.ask(at);
            }
            long waste = reader.named - reader.used;
            assertThat(waste).isLessThan((long) (0.07 * reader.asked) + 200);
        }
    }

    @Test
    void aReaderThatTurnsFromOrderToChaosIsNotFollowed() {
        Reader reader = reader((id, steps) -> id + steps);
        reader.ask(20_000, i -> 1 + i);
        long before = reader.named;
        SplittableRandom random = new SplittableRandom(2);
        reader.ask(20_000, i -> 1_000_000 + random.nextLong(1L << 40));
        assertThat(reader.named - before).isLessThan(20_000 * 8 / 100);
    }

    @Test
    void neverNamesWhatIsHeldOrMoreThanThereIsRoomFor() {
        PrefetchEngine engine = new PrefetchEngine(SMALL, (id, steps) -> id + steps);
        SplittableRandom random = new SplittableRandom(4);
        long at = 1;
        for (int i = 0; i < 20_000; i++) {
            at = random.nextInt(50) == 0 ? 1 + random.nextInt(3000) : at + 1;
            int room = random.nextInt(4);
            long bit = random.nextInt(3);
            Found found = Found.values()[random.nextInt(4)];
            Suggestion suggestion = engine.predict(new BlockAccess(at, found, id -> id % 3 == bit, room));
            assertThat(suggestion.ids().length).isLessThanOrEqualTo(room).isEqualTo(suggestion.chances().length);
            for (int k = 0; k < suggestion.ids().length; k++) {
                assertThat(suggestion.ids()[k] % 3).isNotEqualTo(bit);
                assertThat(suggestion.chances()[k]).isBetween(0.5f, 1f);
            }
        }
    }

    @Test
    void arrivalsThatNobodyExpectsAreIgnored() {
        PrefetchEngine engine = new PrefetchEngine(SMALL, Structure.none());
        engine.arrived(17);
        assertThat(engine.predict(new BlockAccess(17, Found.READ, id -> false, 5))
                        .isNone())
                .isTrue();
        assertThatThrownBy(() -> new BlockAccess(0, Found.READ, id -> false, 5))
                .hasMessageContaining("id must not be 0");
    }

    @Test
    void fetchesThatTakeLongAreNamedLongBefore() {
        PrefetchEngine engine = new PrefetchEngine(SMALL, Structure.none());
        Set<Long> staged = new HashSet<>();
        Set<Long> coming = new HashSet<>();
        List<long[]> sent = new ArrayList<>();
        int inTime = 0;
        for (int i = 0; i < 40_000; i++) {
            for (long there : i < 16 ? new long[0] : sent.get(i - 16)) {
                engine.arrived(there);
                if (coming.remove(there)) {
                    staged.add(there);
                }
            }
            long id = 1 + i % 700;
            boolean held = staged.remove(id);
            inTime += held && i >= 20_000 ? 1 : 0;
            Found found = held ? Found.STAGED : coming.remove(id) ? Found.JOINED : Found.READ;
            LongPredicate here = there -> staged.contains(there) || coming.contains(there);
            sent.add(engine.predict(new BlockAccess(id, found, here, 9)).ids());
            for (long next : sent.getLast()) {
                coming.add(next);
            }
        }
        assertThat(inTime).isGreaterThan(17_000);
    }
}
