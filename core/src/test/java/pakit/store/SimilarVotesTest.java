package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarVotesTest {
    private static final SketchTable.Vote BEST = new SketchTable.Vote(1, 0b0001_1111);
    private static final SketchTable.Vote NEXT = new SketchTable.Vote(2, 0b0000_1111);
    private static final SketchTable.Vote THIRD = new SketchTable.Vote(3, 0b0000_0111);
    private static final SketchTable.Vote BESIDE = new SketchTable.Vote(4, 0b0110_0000);
    private static final SketchTable.Vote ONE_BESIDE = new SketchTable.Vote(5, 0b1000_0001);

    @Test
    void theTwoThatShareMostAndTheOneBesideTheBestAreChosen() {
        assertThat(SimilarVotes.chosen(List.of(BEST, NEXT, THIRD, BESIDE, ONE_BESIDE)))
                .containsExactly(BEST, NEXT, BESIDE);
    }

    @Test
    void oneBinBesideIsChance() {
        assertThat(SimilarVotes.chosen(List.of(BEST, NEXT, ONE_BESIDE))).containsExactly(BEST, NEXT);
    }

    @Test
    void nothingIsChosenWhereNoneSharesThree() {
        assertThat(SimilarVotes.chosen(List.of(BESIDE, ONE_BESIDE))).isEmpty();
    }
}
