package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarVotesTest {
    private static final SketchTable.Vote BEST = new SketchTable.Vote(1, 0b0001_1111, 0);
    private static final SketchTable.Vote NEXT = new SketchTable.Vote(2, 0b0000_1111, 0);
    private static final SketchTable.Vote THIRD = new SketchTable.Vote(3, 0b0000_0111, 0);
    private static final SketchTable.Vote BESIDE = new SketchTable.Vote(4, 0b0110_0000, 0);
    private static final SketchTable.Vote ONE_BESIDE = new SketchTable.Vote(5, 0b1000_0001, 0);

    @Test
    void theTwoThatShareMostAndTheOneBesideTheBestAreChosen() {
        assertThat(SimilarVotes.chosen(List.of(BEST, NEXT, THIRD, BESIDE, ONE_BESIDE)))
                .containsExactly(BEST, NEXT, BESIDE);
    }

    @Test
    void oneThatStandsAloneComesBeforeADeeperOneThatSharesLittleMore() {
        SketchTable.Vote deep = new SketchTable.Vote(6, 0b0011_1111, 2);
        assertThat(SimilarVotes.chosen(List.of(deep, BEST, THIRD))).containsExactly(BEST, THIRD);
        assertThat(SimilarVotes.chosen(List.of(new SketchTable.Vote(7, 0xffff, 2), BEST, THIRD)))
                .extracting(SketchTable.Vote::word)
                .startsWith(7L);
    }

    @Test
    void besideTheFirstAShallowOneIsWorthMore() {
        SketchTable.Vote deepBeside = new SketchTable.Vote(6, 0b1110_0000_0000, 2);
        SketchTable.Vote shallowBeside = new SketchTable.Vote(7, 0b0111_0000_0000, 0);
        assertThat(SimilarVotes.chosen(List.of(BEST, NEXT, deepBeside, shallowBeside)))
                .containsExactly(BEST, NEXT, shallowBeside);
    }

    @Test
    void oneBinBesideIsChance() {
        assertThat(SimilarVotes.chosen(List.of(BEST, NEXT, ONE_BESIDE))).containsExactly(BEST, NEXT);
    }

    @Test
    void nothingIsChosenWhereNoneSharesEnough() {
        assertThat(SimilarVotes.chosen(List.of(new SketchTable.Vote(6, 0b1111, 2), new SketchTable.Vote(7, 0b11, 1))))
                .isEmpty();
    }
}
