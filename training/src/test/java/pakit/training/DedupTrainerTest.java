package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.models.ChoiceEvaluation;
import pakit.ml.models.ChoiceSet;
import pakit.ml.models.DedupPredictor;
import pakit.ml.models.ModelEvaluator;
import pakit.ml.models.Reference;

/// When the reference set is to change, `-Dpakit.reference.attempts=FILE -Dpakit.reference.write=DIR` writes a new one
/// there, of attempts that `pakit train dedup_optimizer --measurements FILE` saved; count its version up.
class DedupTrainerTest {
    private static final int BLOCK = 6000;

    @TempDir
    Path directory;

    private final DedupTrainer trainer = new DedupTrainer(InstantSource.fixed(Instant.EPOCH));
    private final Random random = new Random(1);
    private final List<Path> sets = new ArrayList<>();

    @BeforeEach
    void makeSets() throws IOException {
        for (int i = 0; i < 3; i++) {
            sets.add(directory.resolve("set " + i));
            List<byte[]> files = new ArrayList<>();
            for (int file = 0; file < 12; file++) {
                files.add(noise());
            }
            for (int version = 0; version < 4; version++) {
                Path at = Files.createDirectories(sets.getLast().resolve("v" + version));
                for (int file = 0; file < files.size(); file++) {
                    Files.write(at.resolve("f" + file), files.get(file));
                    files.set(file, edited(files.get(file)));
                }
            }
        }
    }

    @Test
    void whatWasTriedIsLearntAndServed() {
        TrainingResult result = train(new TrainingData.Files(sets));
        try (DedupPredictor model = DedupPredictor.load(result.artifact())) {
            assertThat(model.priceBytes(Profile.ARCHIVE, BLOCK)).isPositive();
            assertThat(model.abstains()).isTrue();
            float[] out = new float[2];
            model.predict(2, new float[2 * model.schema().size()], out);
            assertThat(out[0]).isBetween(0f, 1f);
        }
        assertThat(Integer.parseInt(result.artifact().manifest().data().get("attempts")))
                .isPositive();
        assertThat(result.report().judgedOn()).contains("1 sets");
        assertThat(result.artifact().card()).contains("set 0", "savedPoints");
    }

    @Test
    void savedAttemptsGiveTheSameModelAgain() {
        Path saved = directory.resolve("attempts.gz");
        TrainingResult first = train(new TrainingData.Files(sets, "made by a test", Optional.of(saved)));
        TrainingResult again = train(new TrainingData.Saved(saved));
        assertThat(again.artifact().payload()).isEqualTo(first.artifact().payload());
        assertThat(again.measurementsSha256()).isEqualTo(first.measurementsSha256());
        assertThat(again.report()).isEqualTo(first.report());
        EvaluationResult judged =
                trainer.evaluate(first.artifact(), new TrainingData.Saved(saved), 1, ProgressListener.none());
        assertThat(judged.report().metrics()).isEqualTo(first.report().metrics());
    }

    @Test
    void aVersionIsJudgedByWhatAttemptsCameTo() throws IOException {
        Path saved = directory.resolve("attempts.gz");
        TrainingResult result = train(new TrainingData.Files(sets, "made by a test", Optional.of(saved)));
        DedupMeasurements measurements = DedupMeasurements.read(written().orElse(saved));
        List<Reference.Choice> cases =
                DedupChoices.of(measurements, DedupTrainer.testSets(measurements), 500, DedupPredictor.JUDGED);
        assertThat(cases).isNotEmpty().allSatisfy(one -> assertThat(one.rule()).isZero());
        try (DedupPredictor model = DedupPredictor.load(result.artifact())) {
            ChoiceEvaluation quality = (ChoiceEvaluation) new ModelEvaluator()
                    .evaluate(model, "made", new Reference.Choices(cases))
                    .quality();
            assertThat(quality.regretPercent()).as("of a version that abstains").isEqualTo(quality.ruleRegretPercent());
        }
        if (written().isPresent()) {
            String sets = String.join(", ", DedupTrainer.testSets(measurements));
            ChoiceSet set = new ChoiceSet(
                    "dedup",
                    1,
                    "attempts that the rule leaves out, at most 500 of each of " + sets
                            + "; cost is bytes of the record and of the time at the price of balanced",
                    cases);
            Files.write(Path.of(System.getProperty("pakit.reference.write"), "dedup-1.json.gz"), set.bytes());
        }
    }

    /// The attempts that a new reference set is made of.
    private static Optional<Path> written() {
        return Optional.ofNullable(System.getProperty("pakit.reference.attempts"))
                .map(Path::of);
    }

    @Test
    void whatIsNoUseIsRefusedWithItsReason() throws IOException {
        assertThat(trainer.refuses(new TrainingData.Played()))
                .hasValueSatisfying(why -> assertThat(why).contains("--data"));
        assertThatThrownBy(() -> train(new TrainingData.Files(sets.subList(0, 2))))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("found 2");
        assertThatThrownBy(() -> train(new TrainingData.Files(List.of(directory.resolve("none")))))
                .isInstanceOf(PakitException.NotFound.class);
        Path damaged = Files.write(directory.resolve("damaged"), noise());
        assertThatThrownBy(() -> train(new TrainingData.Saved(damaged))).isInstanceOf(PakitException.Corrupt.class);
    }

    private TrainingResult train(TrainingData data) {
        return trainer.train(
                new TrainingRequest(data, 1, TrainingRequest.FIRST_VERSION, Optional.empty(), Tuning.NONE),
                ProgressListener.none());
    }

    private byte[] noise() {
        byte[] bytes = new byte[BLOCK];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] edited(byte[] file) {
        byte[] edited = file.clone();
        int at = random.nextInt(BLOCK - 300);
        for (int i = 0; i < 300; i++) {
            edited[at + i] = (byte) random.nextInt();
        }
        return edited;
    }
}
