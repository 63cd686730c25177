package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.codec.Codec;
import pakit.codec.Profile;

class TrainedModelTest {
    private static final TreesRecipe TREES = new TreesRecipe(3);
    private static final long HINT_NANOS = 1_000;

    private final FamilySplit split = FamilySplit.of(MadeBlocks.blocks(40, 20, 5), 3);
    private final TrainedModel model = TREES.fit(split, HINT_NANOS, step -> {}).model();

    @Test
    void whereBlocksDifferPlainlyTheModelSaysSo() {
        assertThat(model.margins().get(Profile.ARCHIVE)).isInstanceOf(Margin.Above.class);

        float[] dense = gains(true);
        float[] loose = gains(false);

        // A dense block costs zstd-9's time for nothing; one that shrinks is best served by the default.
        assertThat(dense[GainTargets.index(Profile.ARCHIVE, 0)]).isPositive();
        assertThat(loose[GainTargets.index(Profile.ARCHIVE, 0)]).isNegative();
    }

    @Test
    void theDefaultGainsNothingOverItself() {
        for (Profile profile : Profile.values()) {
            int standard = Codec.MENU.indexOf(profile.defaultCodec());
            assertThat(gains(true)[GainTargets.index(profile, standard)]).isZero();
        }
    }

    @Test
    void aPriceThatNothingPaysForSilencesEveryProfile() {
        TrainedModel dear = TREES.fit(split, 1_000_000_000, step -> {}).model();

        assertThat(dear.margins().values()).hasOnlyElementsOfType(Margin.Abstain.class);
        float[] out = new float[GainTargets.width()];
        dear.network().forward(1, split.test().getFirst().features(), out);
        for (float gain : out) {
            assertThat(gain).isNotPositive();
        }
    }

    private float[] gains(boolean dense) {
        float[] out = new float[GainTargets.width()];
        model.network()
                .forward(
                        1,
                        MadeBlocks.block("new@1", dense, new SplittableRandom(8))
                                .features(),
                        out);
        return out;
    }
}
