package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.CompressionEvaluator;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.Measurements;
import pakit.ml.models.ModelVersion;

/// A node's own blocks beside those that ship.
class OwnBlocksTest {
    private static final Profile PROFILE = Profile.SWIFT;

    @TempDir
    Path directory;

    @Test
    void theGatesBlocksAreNeverLearnedFromAndOwnOnesCountAsTheyAreSaid() {
        Examples both = Examples.beside(own(), 4);
        Measurements shipped = ShippedMeasurements.all();
        Set<String> gate = families(ShippedMeasurements.split(shipped).test());
        assertThat(families(both.measurements().blocks())).doesNotContainAnyElementsOf(gate);
        assertThat(both.split().test()).allMatch(TimeSplit::isOwn);
        assertThat(both.split().older()).isNotEmpty().allMatch(TimeSplit::isOwn);
        MeasuredBlock ownBlock = both.split().test().getFirst();
        MeasuredBlock shippedBlock = shipped.blocks().getFirst();
        assertThat(both.split().weighing().of(ownBlock)).isEqualTo(4);
        assertThat(both.split().weighing().of(shippedBlock)).isEqualTo(1);
        assertThat(both.data()).containsEntry("ownWeight", "4").containsKey(Examples.OWN_SHA256);
    }

    /// Blocks of noise, which no codec shrinks.
    @Test
    void aRetrainedVersionFitsTheNodeAndAnswersElsewhereAsTheShippedOne() {
        Path file = directory.resolve("own.measured");
        MeasurementFile.write(own(), file);
        TrainingRequest request = new TrainingRequest(
                new TrainingData.Own(file, 4, PROFILE), 1, ModelVersion.parse("1.1.0"), Optional.empty(), Tuning.NONE);
        CompressionTrainer trainer = new CompressionTrainer(() -> Instant.EPOCH, SampleLimits.STANDARD);
        TrainingResult result = trainer.train(request, ProgressListener.none());

        List<MeasuredBlock> newest = FamilySplit.of(own().blocks(), 1).test();
        try (CompressionPredictor retrained = CompressionPredictor.load(result.artifact());
                CompressionPredictor shipped =
                        CompressionPredictor.load(DefaultModels.artifacts().getFirst())) {
            long none = newest.stream()
                    .filter(block -> CompressionEvaluator.choice(retrained, PROFILE, block.features()) == 0)
                    .count();
            assertThat(none).isGreaterThan(newest.size() * 9L / 10);
            for (MeasuredBlock block : ShippedMeasurements.all().blocks().subList(0, 200)) {
                for (Profile profile : Profile.values()) {
                    if (profile != PROFILE) {
                        assertThat(retrained.asks(profile, block.plainBytes()))
                                .isEqualTo(shipped.asks(profile, block.plainBytes()));
                        assertThat(CompressionEvaluator.choice(retrained, profile, block.features()))
                                .isEqualTo(CompressionEvaluator.choice(shipped, profile, block.features()));
                    }
                }
            }
        }
        assertThat(trainer.evaluate(result.artifact(), new TrainingData.Saved(file), 1, ProgressListener.none())
                        .report()
                        .judgedOn())
                .contains(newest.size() + " blocks");
    }

    @Test
    void weightsHaveBounds() {
        assertThatThrownBy(() -> new TrainingData.Own(directory, 0.5, PROFILE))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("1 to 100");
    }

    private static Measurements own() {
        SplittableRandom random = new SplittableRandom(3);
        List<MeasuredBlock> blocks = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            byte[] bytes = new byte[32_000];
            random.nextBytes(bytes);
            float[] features = new float[CompressionFeatures.schema().size()];
            CompressionFeatures.extract(Block.raw(bytes), 0, features);
            int[] stored = new int[Codec.MENU.size()];
            long[] nanos = new long[stored.length];
            for (int codec = 0; codec < stored.length; codec++) {
                stored[codec] = 32_000;
                nanos[codec] = codec == 0 ? 500 : 50_000L * codec;
            }
            blocks.add(
                    new MeasuredBlock(TimeSplit.KIND + "@%08x.0".formatted(i / 20), 32_000, features, stored, nanos));
        }
        return new Measurements("telemetry of a node, 400 blocks", "a machine", 1_500, blocks);
    }

    private static Set<String> families(List<MeasuredBlock> blocks) {
        return blocks.stream().map(MeasuredBlock::family).collect(Collectors.toSet());
    }
}
