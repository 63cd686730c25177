package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.training.ProgressListener.Stage;
import pakit.training.TrainingRequest.Data;

/// The whole way, on files made here.
class CompressionTrainingTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final SampleLimits FEW = new SampleLimits(6, 4, 12, 4, 1 << 18);

    private final CompressionTraining training = new CompressionTraining(InstantSource.fixed(NOON));

    @TempDir
    Path directory;

    private Path saved;

    @BeforeEach
    void nameTheMeasurements() {
        saved = directory.resolve("measurements.csv.gz");
    }

    @Test
    void realFilesBecomeAModelThatServes() throws IOException {
        Set<Stage> stages = EnumSet.noneOf(Stage.class);

        TrainingResult result = training.run(request(files(), 5), (stage, done, total) -> stages.add(stage));

        assertThat(stages).isEqualTo(EnumSet.allOf(Stage.class));
        result.artifact().write(directory.resolve("model"));
        ModelArtifact read = ModelArtifact.read(directory.resolve("model"));
        assertThat(read.manifest().version().text()).isEqualTo("1.2.0");
        assertThat(read.manifest().createdAt()).isEqualTo(NOON);
        try (CompressionPredictor model = CompressionPredictor.load(read)) {
            float[] gains = new float[model.outputs()];
            model.predict(1, result.measurements().blocks().getFirst().features(), gains);
            assertThat(gains).hasSize(Profile.values().length * 6);
        }
    }

    @Test
    void sameMeasurementsAndSeedGiveTheSameFiles() {
        TrainingResult first = training.run(request(files(), 5), ProgressListener.none());

        TrainingResult again = training.run(request(new Data.Saved(saved), 5), ProgressListener.none());

        assertThat(again.measurementsSha256()).isEqualTo(first.measurementsSha256());
        assertThat(again.artifact().manifest()).isEqualTo(first.artifact().manifest());
        assertThat(again.artifact().payload()).isEqualTo(first.artifact().payload());
        assertThat(again.artifact().card()).isEqualTo(first.artifact().card());
    }

    @Test
    void manifestAndCardSayWhatItWasTrainedOnAndAgainstWhat() {
        TrainingResult result = training.run(request(files(), 5), ProgressListener.none());

        ModelArtifact artifact = result.artifact();
        assertThat(artifact.manifest().data())
                .containsEntry("source", "made-up files")
                .containsEntry("families", "12")
                .containsEntry("measurementsSha256", result.measurementsSha256());
        assertThat(artifact.manifest().metrics()).containsKeys("balanced.regretPercent", "fast.gainPoints");
        assertThat(artifact.manifest().baselines())
                .containsKeys("balanced.bestFixed.regretPercent", "archive.sizeRule.regretPercent");
        assertThat(artifact.card()).contains("made-up files", "| balanced | ", "dat (", "txt (");
        assertThat(artifact.card()).doesNotContain(directory.toString());
    }

    @Test
    void tooFewFamiliesAreRefusedWithTheirNumber() {
        Path one = directory.resolve("one");
        SampleTree.write(one.resolve("a.txt"), new byte[1000]);

        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> training.run(TrainingRequest.on(List.of(one)), ProgressListener.none()))
                .withMessageContaining("found 1");
    }

    @Test
    void aMissingPathIsNamed() {
        assertThatExceptionOfType(PakitException.NotFound.class)
                .isThrownBy(() ->
                        training.run(TrainingRequest.on(List.of(directory.resolve("gone"))), ProgressListener.none()))
                .withMessageContaining("gone");
    }

    private Data files() {
        Path data = SampleTree.write(directory.resolve("data"));
        return new Data.Files(List.of(data), "made-up files", Optional.of(saved), FEW);
    }

    private static TrainingRequest request(Data data, long seed) {
        return new TrainingRequest(data, seed, ModelVersion.parse("1.2.0"), Optional.of(ModelVersion.parse("1.1.0")));
    }
}
