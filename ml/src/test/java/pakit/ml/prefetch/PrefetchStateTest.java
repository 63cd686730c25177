package pakit.ml.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;
import pakit.hint.Found;

class PrefetchStateTest {
    private static final PrefetchSettings SMALL = new PrefetchSettings(1 << 8, 1 << 8, 4, 16, 8, 5, 128, 32, 0.07, 0.5);

    private static final List<BlockId> NAMES =
            List.of(Block.raw(new byte[] {1}).id(), Block.raw(new byte[] {2}).id());

    private static PrefetchEngine experienced() {
        PrefetchEngine engine = new PrefetchEngine(SMALL, (id, steps) -> id + steps);
        SplittableRandom random = new SplittableRandom(9);
        long at = 1;
        for (int i = 0; i < 3000; i++) {
            at = random.nextInt(10) == 0 ? 1 + random.nextInt(100) : at + 1;
            engine.predict(new BlockAccess(at, Found.READ, id -> id % 5 == 0, 5));
        }
        return engine;
    }

    @Test
    void comesBackBitForBit() {
        PrefetchState state = experienced().state();
        assertThat(state.history()).hasSize(1 << 8);
        PrefetchState back = PrefetchState.read(state.toBytes());
        assertThat(back).isEqualTo(state);
        assertThat(back.toBytes()).isEqualTo(state.toBytes());
        assertThat(PrefetchEngine.of(back, Structure.none()).state().toBytes()).isEqualTo(state.toBytes());
    }

    @Test
    void twoEnginesOfOneStateAnswerAlike() {
        PrefetchState state = experienced().state();
        PrefetchEngine one = PrefetchEngine.of(state, (id, steps) -> id + steps);
        PrefetchEngine other = PrefetchEngine.of(PrefetchState.read(state.toBytes()), (id, steps) -> id + steps);
        for (int i = 0; i < 2000; i++) {
            BlockAccess access = new BlockAccess(1 + i * 7 % 130, Found.READ, id -> false, 5);
            assertThat(one.predict(access).ids())
                    .isEqualTo(other.predict(access).ids());
        }
    }

    @Test
    void anyBytesAreReadOrRefusedByName() {
        byte[] bytes = experienced().state().naming(NAMES).toBytes();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
            for (int flips = 1 + random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
                int at = random.nextInt(Math.min(damaged.length, 300));
                damaged[random.nextBoolean() ? at : damaged.length - 1 - at] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                PrefetchState.read(damaged);
            } catch (PakitException.Corrupt refused) {
                assertThat(refused).hasMessageContaining("prefetch state");
            }
        }
    }

    @Test
    void namesComeBackToo() {
        PrefetchState state = experienced().state().naming(NAMES);
        PrefetchState back = PrefetchState.read(state.toBytes());
        assertThat(back).isEqualTo(state);
        assertThat(back.names()).isEqualTo(NAMES);
        assertThat(back.withoutHistory().names()).isEmpty();
        assertThatThrownBy(() -> PrefetchState.empty(SMALL).naming(NAMES))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("2 names for a history of 0");
    }

    @Test
    void aFormatOfTheFutureIsRefusedWithBothNamed() {
        byte[] bytes = PrefetchState.empty(SMALL).toBytes();
        bytes[7] = 9;
        assertThatThrownBy(() -> PrefetchState.read(bytes))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("format 9")
                .hasMessageContaining("at most 2");
    }

    @Test
    void withoutItsHistoryItKeepsWhatIsTrueOfAllBlocks() {
        PrefetchState state = experienced().state().withoutHistory();
        assertThat(state.history()).isEmpty();
        assertThat(state.counts()).isNotEmpty();
    }
}
