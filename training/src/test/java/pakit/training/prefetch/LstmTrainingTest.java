package pakit.training.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.training.EvaluationResult;
import pakit.training.ProgressListener;
import pakit.training.Report;
import pakit.training.SequenceSettings;
import pakit.training.TrainingData;
import pakit.training.TrainingRequest;
import pakit.training.TrainingResult;
import pakit.training.Tuning;

class LstmTrainingTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-01T00:00:00Z"));
    private static final Optional<String> LSTM = Optional.of("lstm");
    private static final Tuning BESIDE = new Tuning(LSTM, 0, 0, Optional.empty());

    private final FixedLstm fit = new FixedLstm(0, 1, 2, 3, 4, 5);
    private final PrefetchTrainer trainer = new PrefetchTrainer(CLOCK, () -> fit);

    @TempDir
    private Path directory;

    @Test
    void withoutItsModuleTheLstmIsToldHowToGetIt() {
        PrefetchTrainer installed = new PrefetchTrainer(CLOCK);
        assertThatExceptionOfType(PakitException.Unavailable.class)
                .isThrownBy(() -> installed.train(request(BESIDE), ProgressListener.none()))
                .withMessageContaining("mvn -Ptorch");
    }

    @Test
    void whatDoesNotFitTheArchitectureIsRefused() {
        assertRefused(new Tuning(Optional.of("gru"), 0, 0, Optional.empty()), "there are standard, lstm");
        assertRefused(new Tuning(LSTM, 5, 0, Optional.empty()), "no settings to try");
        assertRefused(new Tuning(LSTM, 0, 5, Optional.empty()), "no folds");
        assertRefused(new Tuning(Optional.empty(), 0, 0, Optional.of(directory)), "--architecture lstm");
    }

    private void assertRefused(Tuning tuning, String words) {
        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> trainer.train(request(tuning), ProgressListener.none()))
                .withMessageContaining(words);
        assertThat(fit.settings).isEmpty();
    }

    @Test
    void theLstmIsReportedBesideTheEngineWithinItsBudget() throws Exception {
        Path events = directory.resolve("events");
        Tuning watched = new Tuning(LSTM, 0, 0, Optional.of(events));
        TrainingResult result = trainer.train(request(watched), ProgressListener.none());

        Report report = result.report();
        assertThat(report.rows()).hasSize(16);
        assertThat(report.rows().subList(4, 8))
                .extracting(row -> row.get(0) + ", " + row.get(1))
                .containsExactly(
                        "again, nobody (W-TinyLFU)", "again, Pakit", "again, LSTM, top 5", "again, LSTM, at 0.5");
        assertThat(report.metrics()).containsKeys("again.hitPercent", "again.precisionPercent");
        assertThat(report.baselines())
                .containsKeys("again.hitPercent", "again.lstmTop5.extraFetchesPercent", "again.lstmLikely.hitPercent");
        assertThat(fit.settings).hasSize(4);
        assertThat(fit.settings.stream()
                        .mapToLong(SequenceSettings::accessesMax)
                        .sum())
                .isEqualTo(LstmComparison.ACCESSES_MAX);
        try (Stream<Path> files = Files.list(events)) {
            assertThat(files).singleElement().asString().contains("tfevents");
        }
        assertThat(result.artifact().manifest().name()).isEqualTo("prefetch_engine");

        EvaluationResult judged = trainer.evaluateBeside(
                "lstm", result.artifact(), new TrainingData.Played(), 1, ProgressListener.none());
        assertThat(judged.report().baselines().keySet())
                .isEqualTo(report.baselines().keySet());
        assertThat(fit.settings).hasSize(8);
    }

    @Test
    void aBaselineThatIsNotThereIsNamed() {
        TrainingResult engine = trainer.train(request(Tuning.NONE), ProgressListener.none());
        assertThatExceptionOfType(PakitException.Invalid.class)
                .isThrownBy(() -> trainer.evaluateBeside(
                        "gru", engine.artifact(), new TrainingData.Played(), 1, ProgressListener.none()))
                .withMessageContainingAll("gru", "there are lstm");
        assertThat(engine.report().headings()).contains(">WITH PREFETCHING");
        assertThat(fit.settings).isEqualTo(List.of());
    }

    private static TrainingRequest request(Tuning tuning) {
        return new TrainingRequest(
                new TrainingData.Played(), 1, TrainingRequest.FIRST_VERSION, Optional.empty(), tuning);
    }
}
