package pakit.training.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.ml.models.ChoiceSet;
import pakit.ml.models.Metric;
import pakit.ml.models.PeerSelectorModel;
import pakit.ml.models.Reference;
import pakit.ml.peers.PeerSettings;
import pakit.training.ProgressListener;
import pakit.training.Report;
import pakit.training.TrainingData;
import pakit.training.TrainingRequest;
import pakit.training.TrainingResult;
import pakit.training.Tuning;

/// When the reference set is to change, `-Dpakit.reference.write=DIR` writes a new one there; count its version up.
class PeerTrainerTest {
    private final PeerTrainer trainer = new PeerTrainer(() -> Instant.EPOCH);

    @TempDir
    Path scratch;

    @Test
    void trainingMakesAVersionThatLoadsAndBeatsWhatIsPublished() {
        TrainingResult result = trainer.train(request(0), ProgressListener.none());
        TrainingResult again = trainer.train(request(0), ProgressListener.none());

        assertThat(again.artifact().payload()).isEqualTo(result.artifact().payload());
        Report report = result.report();
        assertThat(metric(report, "meanMs").high())
                .isLessThan(baseline(report, "prequal.meanMs").low());
        assertThat(metric(report, "meanMs").value())
                .isGreaterThan(baseline(report, "oracle.meanMs").value());
        assertThat(result.artifact().card()).contains("requests of 40 clients").contains("Prequal");
        try (PeerSelectorModel model = PeerSelectorModel.load(result.artifact())) {
            assertThat(model.checkpoint()).isEqualTo(result.artifact().payload());
        }
        assertThat(trainer.evaluate(result.artifact(), new TrainingData.Played(), 7, ProgressListener.none())
                        .report())
                .isEqualTo(report);
    }

    @Test
    void trialsNeverEndInSettingsThatAreWorseWhereTheyWereTried() {
        TrainingResult tuned = trainer.train(request(4), ProgressListener.none());

        assertThat(metric(tuned.report(), "extraPercent").value()).isLessThan(8);
        assertThat(tuned.artifact().card()).contains("PeerSettings[");
    }

    @Test
    void otherDataAreRefusedInWords() throws IOException {
        TrainingData.Files none = new TrainingData.Files(List.of(scratch));
        assertThat(trainer.refuses(none).orElseThrow()).contains(PeerTrainer.SEATTLE.file());
        assertThat(trainer.refuses(new TrainingData.Saved(scratch)).orElseThrow())
                .contains("--measurements");
        assertThat(trainer.refuses(new TrainingData.Played())).isEmpty();
        Files.writeString(scratch.resolve(PeerTrainer.SEATTLE.file()), "x", StandardCharsets.UTF_8);
        assertThat(trainer.refuses(none)).isEmpty();
    }

    @Test
    void choicesForTheReferenceSetAreTakenFromAReplay() throws IOException {
        Scenario world = new Scenario("made", RoundTrips.made(40, 40, 99), 10_000, 900, 40, 100, 8, 0, 0, 99);
        List<Reference.Choice> cases = PeerReplay.choices(world, PeerSettings.DEFAULT, 50);

        assertThat(cases).hasSizeBetween(200, 500).allSatisfy(one -> {
            assertThat(one.rows())
                    .hasSizeBetween(7, 8)
                    .allSatisfy(row -> assertThat(row).hasSize(6));
            assertThat(one.costs()).hasSameSizeAs(one.rows());
        });
        String directory = System.getProperty("pakit.reference.write", "");
        if (!directory.isEmpty()) {
            ChoiceSet set = new ChoiceSet(
                    "peers",
                    1,
                    "one choice in 50 of a replay over made round trips, seed 99; cost is the time it would have taken",
                    cases);
            Files.write(Path.of(directory, "peers-1.json.gz"), set.bytes());
        }
    }

    private static TrainingRequest request(int trials) {
        return new TrainingRequest(
                new TrainingData.Played(),
                7,
                TrainingRequest.FIRST_VERSION,
                Optional.empty(),
                new Tuning(Optional.empty(), trials, 0, Optional.empty()));
    }

    private static Metric metric(Report report, String name) {
        return Objects.requireNonNull(report.metrics().get(name), name);
    }

    private static Metric baseline(Report report, String name) {
        return Objects.requireNonNull(report.baselines().get(name), name);
    }
}
