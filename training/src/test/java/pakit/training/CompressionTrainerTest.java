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
import pakit.ml.models.DefaultModels;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.training.ProgressListener.Stage;

/// The whole way, on files made here.
class CompressionTrainerTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final SampleLimits FEW = new SampleLimits(6, 4, 12, 4, 1 << 18);

    private final CompressionTrainer training = new CompressionTrainer(InstantSource.fixed(NOON), FEW);

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

        TrainingResult result = training.train(request(files(), 5), (stage, done, total) -> stages.add(stage));

        assertThat(stages).isEqualTo(EnumSet.complementOf(EnumSet.of(Stage.SEARCH)));
        result.artifact().write(directory.resolve("model"));
        ModelArtifact read = ModelArtifact.read(directory.resolve("model"));
        assertThat(read.manifest().version().text()).isEqualTo("1.2.0");
        assertThat(read.manifest().createdAt()).isEqualTo(NOON);
        try (CompressionPredictor model = CompressionPredictor.load(read)) {
            float[] gains = new float[model.outputs()];
            model.predict(1, MeasurementFile.read(saved).blocks().getFirst().features(), gains);
            assertThat(gains).hasSize(Profile.values().length * 6);
        }
    }

    @Test
    void sameMeasurementsAndSeedGiveTheSameFiles() {
        TrainingResult first = training.train(request(files(), 5), ProgressListener.none());

        TrainingResult again = training.train(request(new TrainingData.Saved(saved), 5), ProgressListener.none());

        assertThat(again.measurementsSha256()).isEqualTo(first.measurementsSha256());
        assertThat(again.artifact().manifest()).isEqualTo(first.artifact().manifest());
        assertThat(again.artifact().payload()).isEqualTo(first.artifact().payload());
        assertThat(again.artifact().card()).isEqualTo(first.artifact().card());
    }

    @Test
    void manifestAndCardSayWhatItWasTrainedOnAndAgainstWhat() {
        TrainingResult result = training.train(request(files(), 5), ProgressListener.none());

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
    void onItsOwnMeasurementsAVersionIsJudgedByTheFamiliesThatWereSetAside() {
        TrainingResult result = training.train(request(files(), 5), ProgressListener.none());

        Report report = training.evaluate(result.artifact(), new TrainingData.Saved(saved), 5, ProgressListener.none())
                .report();

        assertThat(report.metrics()).isEqualTo(result.report().metrics());
        assertThat(report.rows()).isEqualTo(result.report().rows());
        assertThat(report.data())
                .containsEntry("families", result.artifact().manifest().data().get("testFamilies"));
    }

    @Test
    void onOtherMeasurementsAVersionIsJudgedByAllFamiliesThatChoseNoBaseline() {
        ModelArtifact shipped = DefaultModels.artifacts().getFirst();

        Report report =
                training.evaluate(shipped, files(), 5, ProgressListener.none()).report();

        assertThat(report.data()).containsEntry("families", "5").containsEntry("bestFixedFamilies", "7");
        assertThat(report.rows()).hasSize(Profile.values().length);
    }

    @Test
    void trialsAndFoldsAreTriedAndToldInTheCard() {
        training.train(request(files(), 5), ProgressListener.none());
        Set<Stage> stages = EnumSet.noneOf(Stage.class);
        Tuning tuning = new Tuning(Optional.of("trees"), 3, 3, Optional.empty());
        TrainingRequest wanted = new TrainingRequest(
                new TrainingData.Saved(saved), 5, ModelVersion.parse("1.2.0"), Optional.empty(), tuning);

        TrainingResult result = training.train(wanted, (stage, done, total) -> stages.add(stage));

        assertThat(stages).contains(Stage.SEARCH);
        assertThat(result.artifact().card()).contains("## Cross-validated", "the best of 3 trials");
        assertThat(result.artifact().manifest().metrics())
                .containsKeys("crossValidated.swift.regretPercent", "swift.regretPercent");
        assertThat(result.plots()).extracting(Plot::name).contains("learning-curve", "regret", "confusion-balanced");
    }

    @Test
    void whatDoesNotFitTheArchitectureIsRefused() {
        assertRefused(new Tuning(Optional.of("forest"), 0, 0, Optional.empty()), "there are trees, mlp, linear");
        assertRefused(new Tuning(Optional.of("linear"), 5, 0, Optional.empty()), "no settings to try");
        assertRefused(new Tuning(Optional.empty(), 0, 0, Optional.of(directory)), "--architecture mlp");
    }

    @Test
    void aNetworkWithoutItsModuleIsToldHowToGetIt() {
        Tuning network = new Tuning(Optional.of("mlp"), 0, 0, Optional.empty());

        assertThatExceptionOfType(PakitException.Unavailable.class)
                .isThrownBy(() -> training.train(tuned(network), ProgressListener.none()))
                .withMessageContaining("mvn -Ptorch");
    }

    private void assertRefused(Tuning tuning, String words) {
        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> training.train(tuned(tuning), ProgressListener.none()))
                .withMessageContaining(words);
    }

    private static TrainingRequest tuned(Tuning tuning) {
        TrainingData nowhere = new TrainingData.Saved(Path.of("nosuchfile"));
        return new TrainingRequest(nowhere, 5, ModelVersion.parse("1.2.0"), Optional.empty(), tuning);
    }

    @Test
    void playedDataAreRefusedInWords() {
        assertThat(training.refuses(new TrainingData.Played()))
                .hasValueSatisfying(words -> assertThat(words).contains("--data"));
    }

    @Test
    void tooFewFamiliesAreRefusedWithTheirNumber() {
        Path one = directory.resolve("one");
        SampleTree.write(one.resolve("a.txt"), new byte[1000]);

        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> training.train(TrainingRequest.on(List.of(one)), ProgressListener.none()))
                .withMessageContaining("found 1");
    }

    @Test
    void aMissingPathIsNamed() {
        assertThatExceptionOfType(PakitException.NotFound.class)
                .isThrownBy(() ->
                        training.train(TrainingRequest.on(List.of(directory.resolve("gone"))), ProgressListener.none()))
                .withMessageContaining("gone");
    }

    private TrainingData files() {
        Path data = SampleTree.write(directory.resolve("data"));
        return new TrainingData.Files(List.of(data), "made-up files", Optional.of(saved));
    }

    private static TrainingRequest request(TrainingData data, long seed) {
        return new TrainingRequest(
                data, seed, ModelVersion.parse("1.2.0"), Optional.of(ModelVersion.parse("1.1.0")), Tuning.NONE);
    }
}
