package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.codec.Profile;
import pakit.ml.models.MeasuredBlock;

class MarginTest {
    private final List<MeasuredBlock> blocks = MadeBlocks.blocks(30, 10, 1);

    @Test
    void aModelThatKnowsAllIsFollowed() {
        Margin margin = Margin.choose(Profile.ARCHIVE, blocks, MadeBlocks.trueGains(blocks), 1_000, 1);

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
            assertThat(Margin.choose(profile, blocks, gains, 1_000, 1).label()).isEqualTo("abstain");
        }
    }

    @Test
    void knowledgeThatCostsMoreThanItSavesIsNotFollowed() {
        float[][] gains = MadeBlocks.trueGains(blocks);

        assertThat(Margin.choose(Profile.ARCHIVE, blocks, gains, 10_000_000, 1)).isInstanceOf(Margin.Abstain.class);
    }

    @Test
    void aMarginCoversAtLeastThePriceOfAsking() {
        long hintNanos = 20_000;

        Margin margin = Margin.choose(Profile.ARCHIVE, blocks, MadeBlocks.trueGains(blocks), hintNanos, 1);

        double price = Profile.ARCHIVE.cost(0, hintNanos) / MadeBlocks.PLAIN_BYTES;
        assertThat(margin)
                .isInstanceOfSatisfying(
                        Margin.Above.class, above -> assertThat(above.share()).isGreaterThanOrEqualTo(price * 0.999));
    }
}
