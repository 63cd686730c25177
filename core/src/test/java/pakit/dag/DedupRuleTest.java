package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.hint.SimilarBlock;

class DedupRuleTest {
    private static final BlockId NEW = id(0);

    @Test
    void theMostSimilarAreTriedFirstAndOnlyTwo() {
        assertThat(attempts(similar(1, 5), similar(2, 16), similar(3, 7), similar(4, 7)))
                .containsExactly(id(2), id(3));
    }

    @Test
    void theBlockItselfRepeatsAndChanceAreDropped() {
        assertThat(attempts(new SimilarBlock(NEW, 0xffff, 0), similar(1, 9), similar(1, 9), similar(2, 1)))
                .containsExactly(id(1));
    }

    @Test
    void theDeeperABaseTheMoreItHasToShare() {
        for (int depth = 0; depth < 3; depth++) {
            int enough = new int[] {2, 3, 5}[depth];
            assertThat(attempts(similar(1, enough, depth))).containsExactly(id(1));
            assertThat(attempts(similar(1, enough - 1, depth))).isEmpty();
        }
    }

    @Test
    void aShallowBaseIsTriedBeforeADeeperOneThatSharesLittleMore() {
        assertThat(attempts(similar(1, 9, 2), similar(2, 8, 0))).containsExactly(id(2), id(1));
        assertThat(attempts(similar(1, 15, 2), similar(2, 8, 0))).containsExactly(id(1), id(2));
    }

    @Test
    void aWeakOneIsTriedOnlyFirst() {
        assertThat(attempts(similar(1, 2), similar(2, 2))).containsExactly(id(1));
        assertThat(attempts(similar(1, 4), similar(2, 2))).containsExactly(id(1));
    }

    @Test
    void whateverDepthIsSuggestedThereIsAnOrder() {
        for (int depth : new int[] {Integer.MIN_VALUE, -1, 4, 127, Integer.MAX_VALUE}) {
            assertThat(attempts(similar(1, 16, depth))).containsExactly(id(1));
        }
    }

    @Test
    void smallBlocksAndTheFastProfileAskNobody() {
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
    void aDeeperRecordHasToBeShorterByMore() {
        assertThat(DedupRule.keeps(900, 1, 1000, 1)).isTrue();
        assertThat(DedupRule.keeps(900, 2, 1000, 1)).isFalse();
        assertThat(DedupRule.keeps(749, 2, 1000, 1)).isTrue();
        assertThat(DedupRule.keeps(1000, 1, 1000, 3)).isTrue();
    }

    @Test
    void theSecondBaseIsTheOneThatHasMostOfWhatTheFirstHasNot() {
        SimilarBlock first = new SimilarBlock(id(1), 0b0000_1111, 0);
        SimilarBlock same = new SimilarBlock(id(2), 0b0000_1111, 0);
        SimilarBlock one = new SimilarBlock(id(3), 0b0001_1111, 0);
        SimilarBlock three = new SimilarBlock(id(4), 0b0111_0000, 0);
        SimilarBlock two = new SimilarBlock(id(5), 0b1100_0000, 0);
        DedupFacts facts = new DedupFacts(NEW, 10_000, Profile.BALANCED);
        List<SimilarBlock> all = List.of(first, same, one, three, two, new SimilarBlock(NEW, 0xffff, 0));
        assertThat(DedupRule.second(facts, all, first, 1000)).contains(three);
        assertThat(DedupRule.second(facts, List.of(first, same, one), first, 1000))
                .isEmpty();
        assertThat(DedupRule.second(facts, all, first, 399)).isEmpty();
        assertThat(DedupRule.second(new DedupFacts(NEW, 8000, Profile.BALANCED), all, first, 1000))
                .isEmpty();
        BlockId node = Block.of(BlockId.Kind.DAG_PB, new byte[10_000]).id();
        assertThat(DedupRule.second(new DedupFacts(node, 10_000, Profile.BALANCED), all, first, 1000))
                .isEmpty();
    }

    @Test
    void dictionariesAreForSmallLeavesOnly() {
        BlockId node = Block.of(BlockId.Kind.DAG_PB, new byte[1000]).id();
        assertThat(DedupRule.asksForDictionary(new DedupFacts(NEW, 1000, Profile.BALANCED)))
                .isTrue();
        assertThat(DedupRule.asksForDictionary(new DedupFacts(NEW, 95, Profile.BALANCED)))
                .isFalse();
        assertThat(DedupRule.asksForDictionary(new DedupFacts(NEW, 32 << 10, Profile.BALANCED)))
                .isFalse();
        assertThat(DedupRule.asksForDictionary(new DedupFacts(NEW, 1000, Profile.FAST)))
                .isFalse();
        assertThat(DedupRule.asksForDictionary(new DedupFacts(node, 1000, Profile.BALANCED)))
                .isFalse();
    }

    @Test
    void aNodeOfATreeTakesOneMoreReadAtMost() {
        assertThat(DedupRule.depthMax(BlockId.Kind.DAG_PB)).isEqualTo(1);
        assertThat(DedupRule.depthMax(BlockId.Kind.RAW)).isEqualTo(3);
    }

    @Test
    void deltasArePackedAtTheLevelOfTheProfile() {
        assertThat(DedupRule.codec(Profile.ARCHIVE)).isEqualTo(new Codec.Zstd(12));
        assertThat(DedupRule.codec(Profile.BALANCED)).isEqualTo(new Codec.Zstd(8));
    }

    private static List<BlockId> attempts(SimilarBlock... suggested) {
        return DedupRule.attempts(new DedupFacts(NEW, 1000, Profile.BALANCED), List.of(suggested)).stream()
                .map(SimilarBlock::id)
                .toList();
    }

    private static SimilarBlock similar(int number, int bins) {
        return similar(number, bins, 0);
    }

    private static SimilarBlock similar(int number, int bins, int depth) {
        return new SimilarBlock(id(number), (1 << bins) - 1, depth);
    }

    private static BlockId id(int number) {
        return Block.raw(new byte[] {(byte) number}).id();
    }
}
