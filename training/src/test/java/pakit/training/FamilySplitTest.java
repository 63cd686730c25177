package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;
import pakit.ml.models.MeasuredBlock;

class FamilySplitTest {
    @Test
    void noFamilyIsInTwoParts() {
        FamilySplit split = FamilySplit.of(MadeBlocks.blocks(30, 5, 1), 3);

        Set<String> all = new HashSet<>(families(split.training()));
        assertThat(families(split.validation())).noneMatch(all::contains);
        all.addAll(families(split.validation()));
        assertThat(families(split.test())).noneMatch(all::contains);
    }

    @Test
    void threeFifthsOfTheFamiliesAreForTraining() {
        FamilySplit split = FamilySplit.of(MadeBlocks.blocks(30, 5, 1), 3);

        assertThat(families(split.training())).hasSize(18);
        assertThat(families(split.validation())).hasSize(6);
        assertThat(families(split.test())).hasSize(6);
    }

    @Test
    void theSeedAloneDecides() {
        List<MeasuredBlock> blocks = MadeBlocks.blocks(30, 5, 1);

        assertThat(FamilySplit.of(blocks, 3))
                .isEqualTo(FamilySplit.of(blocks.stream().toList(), 3));
        assertThat(FamilySplit.of(blocks, 4)).isNotEqualTo(FamilySplit.of(blocks, 3));
    }

    @Test
    void tooFewFamiliesAreRefused() {
        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> FamilySplit.of(MadeBlocks.blocks(4, 5, 1), 3))
                .withMessageContaining("found 4");
    }

    private static Set<String> families(List<MeasuredBlock> blocks) {
        return blocks.stream().map(MeasuredBlock::family).collect(Collectors.toSet());
    }
}
