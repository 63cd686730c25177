package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.block.BlockId;
import pakit.hint.Advice;
import pakit.hint.Found;
import pakit.hint.Hint;
import pakit.hint.PrefetchFacts;
import pakit.hint.Silence;

class PrefetchRuleTest {
    private static BlockId id(int number) {
        return BlockId.of(BlockId.Kind.RAW, new byte[] {(byte) number, (byte) (number >> 8)});
    }

    private static Advice<Hint.Prefetch> named(List<BlockId> ids) {
        return new Advice.Suggested<>(new Hint.Prefetch(ids), "played", "1");
    }

    @Test
    void silenceFetchesNothing() {
        PrefetchFacts facts = new PrefetchFacts(id(0), Found.READ, List.of(), List.of(), any -> false, 9);
        assertThat(PrefetchRule.wanted(facts, Advice.silent(Silence.ABSTAINED))).isEmpty();
    }

    @Test
    void anyAdviceGivesOnlyNewBlocksWithinTheRoom() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 2000; round++) {
            Set<BlockId> held = new HashSet<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                held.add(id(random.nextInt(40)));
            }
            List<BlockId> ids = new ArrayList<>();
            for (int i = 1 + random.nextInt(Hint.Prefetch.IDS_MAX); i > 0; i--) {
                ids.add(id(random.nextInt(40)));
            }
            int room = random.nextInt(20);
            BlockId read = id(random.nextInt(40));
            PrefetchFacts facts = new PrefetchFacts(read, Found.READ, List.of(), List.of(), held::contains, room);
            List<BlockId> wanted = PrefetchRule.wanted(facts, named(ids));
            assertThat(wanted).doesNotHaveDuplicates().doesNotContain(read).hasSizeLessThanOrEqualTo(room);
            assertThat(ids).containsAll(wanted);
            assertThat(Collections.disjoint(wanted, held)).isTrue();
        }
    }

    @Test
    void aHintOfNothingOrOfTooManyIsNone() {
        assertThatThrownBy(() -> new Hint.Prefetch(List.of())).hasMessageContaining("1 to 64, found 0");
        assertThatThrownBy(() -> new Hint.Prefetch(Collections.nCopies(65, id(1))))
                .hasMessageContaining("1 to 64, found 65");
    }
}
