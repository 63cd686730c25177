package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.codec.Profile;
import pakit.ml.models.MeasuredBlock;

class MarginTest {
    private final List<MeasuredBlock> blocks = MadeBlocks.blocks(30, 10, 1);

    @Test
    void aModelThatKnowsAllIsFollowed() {
        Margin margin = Margin.choose(
                Profile.ARCHIVE, new Margin.Predicted(blocks, MadeBlocks.trueGains(blocks), Weighing.EVEN), 1_000, 1);

        assertThat(margin).isInstanceOf(Margin.Above.class);
        assertThat(margin.label()).matches("0\\.0[0-9]{4}");
    }

    @Test
    void aModelThatGuessesIsNot() {
        SplittableRandom random = new SplittableRandom(2);
        float[][] gains = new float[blocks.size()][GainTargets.width()];
        for (float[] row : gains) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextDouble(-0.2, 0.2);
            }
        }

        for (Profile profile : Profile.values()) {
            assertThat(Margin.choose(profile, new Margin.Predicted(blocks, gains, Weighing.EVEN), 1_000, 1)
                            .label())
                    .isEqualTo("abstain");
        }
    }

    @Test
    void knowledgeThatCostsMoreThanItSavesIsNotFollowed() {
        float[][] gains = MadeBlocks.trueGains(blocks);

        assertThat(Margin.choose(Profile.ARCHIVE, new Margin.Predicted(blocks, gains, Weighing.EVEN), 10_000_000, 1))
                .isInstanceOf(Margin.Abstain.class);
    }

    @Test
    void blocksTooSmallToPayForTheAskingAreNotAskedAbout() {
        List<MeasuredBlock> mixed = new ArrayList<>(blocks);
        for (MeasuredBlock block : blocks) {
            for (int i = 0; i < 20; i++) {
                mixed.add(small(block));
            }
        }

        Margin margin = Margin.choose(
                Profile.ARCHIVE, new Margin.Predicted(mixed, MadeBlocks.trueGains(mixed), Weighing.EVEN), 100_000, 1);

        assertThat(margin)
                .isInstanceOfSatisfying(
                        Margin.Above.class,
                        above -> assertThat(above.askFromBytes()).isBetween(4 << 10, 16 << 10));
    }

    @Test
    void aCodecThatIsHardlyEverChosenIsNotWorthItsTrees() {
        float[][] gains = MadeBlocks.trueGains(blocks);
        Margin.Above margin = new Margin.Above(0, 0, new Margin.Saving(0, 0));

        assertThat(Margin.everChosen(Profile.ARCHIVE, 0, margin, new Margin.Predicted(blocks, gains, Weighing.EVEN)))
                .isTrue();
        assertThat(Margin.everChosen(Profile.ARCHIVE, 5, margin, new Margin.Predicted(blocks, gains, Weighing.EVEN)))
                .isFalse();
    }

    /// One on which nothing is gained.
    private static MeasuredBlock small(MeasuredBlock block) {
        int[] stored = new int[block.storedBytes().length];
        Arrays.fill(stored, 100);
        long[] nanos = new long[stored.length];
        Arrays.fill(nanos, 1_000);
        return new MeasuredBlock(block.family(), 1_000, block.features(), stored, nanos);
    }
}
