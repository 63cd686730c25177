package pakit.training.gossip;

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
import pakit.ml.models.DefaultModels;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.NetworkOptimizerModel;
import pakit.ml.models.Reference;
import pakit.training.ProgressListener;
import pakit.training.TrainingData;
import pakit.training.TrainingRequest;
import pakit.training.TrainingResult;
import pakit.training.Tuning;

/// When the reference set is to change, `-Dpakit.reference.write=DIR` writes a new one there; count its version up.
class GossipTrainerTest {
    private static final TrainingRequest REQUEST = new TrainingRequest(
            new TrainingData.Played(), 7, TrainingRequest.FIRST_VERSION, Optional.empty(), Tuning.NONE);

    private final GossipTrainer trainer =
            new GossipTrainer(() -> Instant.EPOCH, new GossipScale(List.of(100), 3, List.of(100), 30));

    @TempDir
    Path scratch;

    @Test
    void trainingMakesAVersionThatLoadsAndSaysWhatItSaves() {
        TrainingResult result = trainer.train(REQUEST, ProgressListener.none());
        TrainingResult again = trainer.train(REQUEST, ProgressListener.none());

        assertThat(again.artifact().payload()).isEqualTo(result.artifact().payload());
        assertThat(again.report()).isEqualTo(result.report());
        assertThat(Objects.requireNonNull(result.report().metrics().get("savedPercent"))
                        .low())
                .isGreaterThan(50);
        assertThat(result.artifact().card())
                .contains("| NETWORK | PUSH B/NODE |")
                .contains("100 nodes, loss 5 %");
        try (NetworkOptimizerModel model = NetworkOptimizerModel.load(result.artifact())) {
            assertThat(model.learner().checkpoint()).isEqualTo(result.artifact().payload());
        }
    }

    @Test
    void aShippedVersionIsJudgedAsItWouldBeServed() {
        ModelArtifact shipped = DefaultModels.artifacts().stream()
                .filter(one -> one.manifest().name().equals(NetworkOptimizerModel.NAME))
                .findFirst()
                .orElseThrow();

        assertThat(trainer.evaluate(shipped, new TrainingData.Played(), 3, ProgressListener.none())
                        .report()
                        .rows())
                .hasSize(6);
    }

    @Test
    void otherDataAreRefusedInWords() throws IOException {
        TrainingData.Files none = new TrainingData.Files(List.of(scratch));
        assertThat(trainer.refuses(none).orElseThrow()).contains(GossipTrainer.PLANETLAB.file());
        assertThat(trainer.refuses(new TrainingData.Saved(scratch)).orElseThrow())
                .contains("--measurements");
        assertThat(trainer.refuses(new TrainingData.Played())).isEmpty();
        Files.writeString(scratch.resolve(GossipTrainer.PLANETLAB.file()), "x", StandardCharsets.UTF_8);
        assertThat(trainer.refuses(none)).isEmpty();
    }

    @Test
    void choicesForTheReferenceSetArePlayedForEveryChoice() throws IOException {
        String directory = System.getProperty("pakit.reference.write", "");
        List<Reference.Choice> cases = GossipChoices.play(Delays::made, directory.isEmpty() ? 1 : 30, 99);
        assertThat(cases).hasSize(60).allSatisfy(one -> assertThat(one.costs()).hasSize(22));
        if (!directory.isEmpty()) {
            ChoiceSet set = new ChoiceSet(
                    "gossip",
                    1,
                    "60 networks over made round trips, seed 99, 30 messages of each choice; "
                            + "cost is bytes a node by those of one message",
                    cases);
            Files.write(Path.of(directory, "gossip-1.json.gz"), set.bytes());
        }
    }
}
