package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.Codec;
import pakit.codec.Profile;

class DedupRuleTest {
    private static final BlockId NEW = id(0);

    @Test
    void theMostSimilarAreTriedFirstAndOnlyTwo() {
        assertThat(attempts(similar(1, 5), similar(2, 16), similar(3, 7), similar(4, 7)))
                .containsExactly(id(2), id(3));
    }

    @Test
    void theBlockItselfRepeatsAndChanceAreDropped() {
        assertThat(attempts(new SimilarBlock(NEW, 16), similar(1, 9), similar(1, 9), similar(2, 2)))
                .containsExactly(id(1));
    }

    @Test
    void nodesSmallBlocksAndTheFastProfileAskNobody() {
        BlockId node = Block.of(BlockId.Kind.DAG_PB, new byte[1000]).id();
        assertThat(DedupRule.attempts(new DedupFacts(node, 1000, Profile.BALANCED), List.of(similar(1, 9))))
                .isEmpty();
        assertThat(DedupRule.attempts(
                        new DedupFacts(NEW, DedupRule.SIZE_MIN - 1, Profile.BALANCED), List.of(similar(1, 9))))
                .isEmpty();
        assertThat(DedupRule.attempts(new DedupFacts(NEW, 1000, Profile.FAST), List.of(similar(1, 9))))
                .isEmpty();
        assertThat(DedupRule.attempts(new DedupFacts(NEW, 1000, Profile.ARCHIVE), List.of(similar(1, 9))))
                .hasSize(1);
    }

    @Test
    void aDeltaHasToSaveATenth() {
        assertThat(DedupRule.keeps(900, 1000)).isTrue();
        assertThat(DedupRule.keeps(901, 1000)).isFalse();
    }

    @Test
    void deltasArePackedAtTheLevelOfTheProfile() {
        assertThat(DedupRule.codec(Profile.ARCHIVE)).isEqualTo(new Codec.Zstd(9));
        assertThat(DedupRule.codec(Profile.BALANCED)).isEqualTo(new Codec.Zstd(3));
    }

    private static List<BlockId> attempts(SimilarBlock... suggested) {
        return DedupRule.attempts(new DedupFacts(NEW, 1000, Profile.BALANCED), List.of(suggested));
    }

    private static SimilarBlock similar(int number, int bins) {
        return new SimilarBlock(id(number), bins);
    }

    private static BlockId id(int number) {
        return Block.raw(new byte[] {(byte) number}).id();
    }
}
