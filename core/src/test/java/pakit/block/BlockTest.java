package pakit.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import pakit.error.PakitException;

class BlockTest {
    @Test
    void bytesOfAnotherIdAreCorrupt() {
        Block block = Block.raw(new byte[] {1, 2, 3});
        assertThat(Block.checked(block.id(), new byte[] {1, 2, 3}).id()).isEqualTo(block.id());
        assertThatThrownBy(() -> Block.checked(block.id(), new byte[] {1, 2, 4}))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(block.id().toString());
    }

    @Test
    void largestBlockIsTwoMebibytes() {
        assertThat(Block.raw(new byte[Block.MAX_BYTES]).sizeBytes()).isEqualTo(2097152);
        assertThatThrownBy(() -> Block.raw(new byte[Block.MAX_BYTES + 1]))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("found 2097153");
    }
}
