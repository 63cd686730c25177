package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.feature.FeatureSchema;

class CompressionEvaluatorTest {
    private static final int NONE = Codec.MENU.indexOf(new Codec.None());
    private static final int ZSTD3 = Codec.MENU.indexOf(new Codec.Zstd(3));

    private static final List<MeasuredBlock> TRAINING = blocks("training@");

    /// Says in feature 0 whether the block is incompressible, and gains by `none` then.
    private record Seer(float sign, boolean abstaining) implements CompressionModel {
        Seer(float sign) {
            this(sign, false);
        }

        @Override
        public boolean abstains(Profile profile) {
            return abstaining;
        }

        @Override
        public List<Codec> codecs() {
            return Codec.MENU;
        }

        @Override
        public int offset(Profile profile) {
            return 0;
        }

        @Override
        public Manifest manifest() {
            return ModelArtifactTest.artifact().manifest();
        }

        @Override
        public FeatureSchema schema() {
            return CompressionFeatures.schema();
        }

        @Override
        public int outputs() {
            return Codec.MENU.size();
        }

        @Override
        public void predict(int rows, float[] features, float[] out) {
            out[NONE] = sign * features[0];
        }

        @Override
        public void close() {}
    }

    @Test
    void aModelThatSeesWhatIsComingHasNoRegretButItsPrice() {
        List<MeasuredBlock> blocks = blocks();
        CompressionEvaluation free = new CompressionEvaluator(0, 1).evaluate(new Seer(1), TRAINING, blocks);
        CompressionEvaluation charged = new CompressionEvaluator(1_000, 1).evaluate(new Seer(1), TRAINING, blocks);
        CompressionEvaluation.ProfileEvaluation balanced = balanced(free);
        assertThat(balanced.model().value()).isCloseTo(0, within(1e-9));
        assertThat(balanced.accuracy()).isEqualTo(1);
        assertThat(balanced.bestFixedCodec()).isEqualTo("zstd-3");
        assertThat(balanced.gain().low()).isPositive();
        assertThat(balanced.gain().value()).isCloseTo(balanced.bestFixed().value(), within(1e-9));
        double price = balanced(charged).model().value();
        double oracle = blocks.stream()
                .mapToDouble(b -> b.cost(Profile.BALANCED, b.oracle(Profile.BALANCED)))
                .sum();
        assertThat(price).isCloseTo(100 * blocks.size() * Profile.BALANCED.cost(0, 1_000) / oracle, within(1e-9));
    }

    @Test
    void anAbstainingModelIsTheDefault() {
        List<MeasuredBlock> blocks = blocks();
        CompressionEvaluation.ProfileEvaluation balanced =
                balanced(new CompressionEvaluator(0, 1).evaluate(new Seer(0), TRAINING, blocks));
        assertThat(balanced.abstained()).isEqualTo(1);
        assertThat(balanced.model()).isEqualTo(balanced.profileDefault());
        assertThat(balanced.gain().value()).isCloseTo(0, within(1e-9));
        assertThat(balanced.sizeRule().value()).isGreaterThan(balanced.model().value());
    }

    @Test
    void aProfileThatAbstainsIsNotAskedAndPaysNothing() {
        List<MeasuredBlock> blocks = blocks();
        CompressionEvaluation silent = new CompressionEvaluator(1_000, 1).evaluate(new Seer(0, true), TRAINING, blocks);
        assertThat(balanced(silent).model()).isEqualTo(balanced(silent).profileDefault());
    }

    @Test
    void sameSeedGivesTheSameIntervals() {
        List<MeasuredBlock> blocks = blocks();
        assertThat(new CompressionEvaluator(0, 5).evaluate(new Seer(1), TRAINING, blocks))
                .isEqualTo(new CompressionEvaluator(0, 5).evaluate(new Seer(1), TRAINING, blocks));
    }

    @Test
    void aFamilyThatIsOnBothSidesIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CompressionEvaluator(0, 1).evaluate(new Seer(1), TRAINING, blocks("training@1")))
                .withMessageContaining("such as training@1");
    }

    /// Two kinds: half of the blocks shrink to a third with zstd-3, half do not shrink at all and cost time.
    private static List<MeasuredBlock> blocks() {
        return blocks("unseen@");
    }

    private static List<MeasuredBlock> blocks(String family) {
        SplittableRandom random = new SplittableRandom(1);
        List<MeasuredBlock> blocks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            boolean dense = i % 2 == 0;
            int[] stored = new int[Codec.MENU.size()];
            long[] nanos = new long[Codec.MENU.size()];
            for (int codec = 0; codec < stored.length; codec++) {
                stored[codec] = codec == NONE || dense ? 30_000 : codec == ZSTD3 ? 10_000 : 12_000 + codec;
                nanos[codec] = codec == NONE ? 0 : 20_000 + random.nextInt(1_000);
            }
            blocks.add(new MeasuredBlock(family + i % 20, 30_000, new float[] {dense ? 1 : -1}, stored, nanos));
        }
        return blocks;
    }

    private static CompressionEvaluation.ProfileEvaluation balanced(CompressionEvaluation evaluation) {
        return evaluation.profile(Profile.BALANCED);
    }
}
