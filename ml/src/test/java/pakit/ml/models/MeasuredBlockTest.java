package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import pakit.codec.Codec;
import pakit.codec.Profile;

class MeasuredBlockTest {
    private static final int NONE = Codec.MENU.indexOf(new Codec.None());
    private static final int LZ4 = Codec.MENU.indexOf(new Codec.Lz4());
    private static final int ZSTD3 = Codec.MENU.indexOf(new Codec.Zstd(3));

    @Test
    void aHintThatDoesNotShrinkPaysForTheDefaultToo() {
        MeasuredBlock block = block(30_000, 20_000);

        assertThat(block.hintedCost(Profile.BALANCED, LZ4)).isEqualTo(Profile.BALANCED.cost(20_000, 3_000));
        assertThat(block.cost(Profile.BALANCED, LZ4)).isEqualTo(Profile.BALANCED.cost(30_000, 1_000));
    }

    @Test
    void theDefaultAndNoneAreNeverTriedTwice() {
        MeasuredBlock block = block(30_000, 30_000);

        assertThat(block.hintedCost(Profile.BALANCED, ZSTD3)).isEqualTo(block.cost(Profile.BALANCED, ZSTD3));
        assertThat(block.hintedCost(Profile.BALANCED, NONE)).isEqualTo(block.cost(Profile.BALANCED, NONE));
    }

    /// Of 30 000 bytes; lz4 takes 1 µs, zstd-3 2 µs.
    private static MeasuredBlock block(int lz4Bytes, int zstd3Bytes) {
        int[] stored = new int[Codec.MENU.size()];
        long[] nanos = new long[Codec.MENU.size()];
        Arrays.fill(stored, 30_000);
        stored[LZ4] = lz4Bytes;
        stored[ZSTD3] = zstd3Bytes;
        nanos[LZ4] = 1_000;
        nanos[ZSTD3] = 2_000;
        return new MeasuredBlock("text@0", 30_000, new float[0], stored, nanos);
    }
}
