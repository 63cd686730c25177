package pakit.training.prefetch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import pakit.error.PakitException;
import pakit.ml.models.Metric;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.PrefetchModel;
import pakit.ml.models.StateModels;
import pakit.ml.prefetch.PrefetchEngine;
import pakit.ml.prefetch.PrefetchSettings;
import pakit.ml.prefetch.PrefetchState;
import pakit.training.EvaluationResult;
import pakit.training.PassLog;
import pakit.training.ProgressListener;
import pakit.training.ProgressListener.Stage;
import pakit.training.Report;
import pakit.training.SequenceFit;
import pakit.training.Trainer;
import pakit.training.TrainingData;
import pakit.training.TrainingRequest;
import pakit.training.TrainingResult;
import pakit.training.Tuning;

/// Makes a first version of the prefetch engine: what it learns from readers that are played by seed. A node goes on
/// from there with its own reads.
public final class PrefetchTrainer implements Trainer {
    static final int ACCESSES = 40_000;
    static final int BLOCKS_IN_MEMORY = 1_000;
    private static final String STANDARD = "standard";
    private static final String LSTM = "lstm";

    private final InstantSource clock;
    private final Supplier<SequenceFit> sequences;

    /// @param clock says when a version was made
    public PrefetchTrainer(InstantSource clock) {
        this(clock, SequenceFit::installed);
    }

    /// @param sequences gives the fit of a baseline
    PrefetchTrainer(InstantSource clock, Supplier<SequenceFit> sequences) {
        this.clock = clock;
        this.sequences = sequences;
    }

    @Override
    public String model() {
        return PrefetchModel.NAME;
    }

    @Override
    public Optional<String> refuses(TrainingData data) {
        return switch (data) {
            case TrainingData.Played played -> Optional.empty();
            case TrainingData.Files files -> Optional.of("it learns from readers that are played by the seed");
            case TrainingData.Saved saved -> Optional.of("it learns from readers that are played by the seed");
            case TrainingData.Own own -> Optional.of("it learns from readers that are played by the seed");
        };
    }

    @Override
    public List<String> architectures() {
        return List.of(STANDARD, LSTM);
    }

    @Override
    public List<String> baselines() {
        return List.of(LSTM);
    }

    /// @throws pakit.error.PakitException.Unavailable if an LSTM is wanted and this installation has no neural fit
    @Override
    public TrainingResult train(TrainingRequest request, ProgressListener progress) {
        boolean beside = request.tuning().architecture(this).equals(LSTM);
        requireFit(beside, request.tuning());
        Optional<SequenceFit> fit = beside ? Optional.of(sequences.get()) : Optional.empty();
        PrefetchState state = taught(request.seed(), progress);
        Report report = fit.isPresent()
                ? beside(state, fit.get(), request, progress)
                : report(state, request.seed() + 1, progress);
        StateModels.About about = request.about(clock.instant(), data(request.seed()), report, card(request, report));
        return TrainingResult.played(PrefetchModel.artifact(state, about), report);
    }

    private static void requireFit(boolean lstm, Tuning tuning) {
        if (tuning.tensorBoard().isPresent() && !lstm) {
            throw new PakitException.Invalid("event files for TensorBoard are for neural fits (--architecture " + LSTM
                    + "), this is " + STANDARD);
        }
        if (tuning.trials() > 0 && lstm) {
            throw new PakitException.Invalid(LSTM + " has no settings to try");
        }
        if (tuning.folds() > 0 && lstm) {
            throw new PakitException.Invalid(LSTM + " is fitted to each reader by itself, there are no folds");
        }
    }

    private static PrefetchState taught(long seed, ProgressListener progress) {
        PrefetchState state = PrefetchState.empty(PrefetchSettings.DEFAULT);
        List<AccessTrace> traces = new PlayedReaders(seed, ACCESSES).all();
        for (int i = 0; i < traces.size(); i++) {
            PrefetchEngine engine = PrefetchPlayer.engine(traces.get(i), state);
            new PrefetchPlayer(traces.get(i), 0, BLOCKS_IN_MEMORY, 0, Contestant.of(engine)).play();
            state = engine.state().withoutHistory();
            progress.progress(Stage.FIT, i + 1, traces.size());
        }
        return state;
    }

    private Report beside(PrefetchState state, SequenceFit fit, TrainingRequest request, ProgressListener progress) {
        try (PassLog log = new PassLog(request.tuning().tensorBoard(), clock)) {
            return new LstmComparison(fit, log, progress).report(state, request.seed() + 1);
        }
    }

    @Override
    public EvaluationResult evaluate(ModelArtifact artifact, TrainingData data, long seed, ProgressListener progress) {
        try (PrefetchModel model = PrefetchModel.load(artifact)) {
            return new EvaluationResult(report(model.state(), seed + 1, progress), List.of(), List.of());
        }
    }

    @Override
    public EvaluationResult evaluateBeside(
            String baseline, ModelArtifact artifact, TrainingData data, long seed, ProgressListener progress) {
        if (!baselines().contains(baseline)) {
            throw noBaseline(baseline);
        }
        SequenceFit fit = sequences.get();
        try (PrefetchModel model = PrefetchModel.load(artifact)) {
            LstmComparison comparison = new LstmComparison(fit, (pass, training, validation) -> true, progress);
            return new EvaluationResult(comparison.report(model.state(), seed + 1), List.of(), List.of());
        }
    }

    private static Report report(PrefetchState state, long seed, ProgressListener progress) {
        List<List<String>> rows = new ArrayList<>();
        Map<String, Metric> metrics = new TreeMap<>();
        Map<String, Metric> baselines = new TreeMap<>();
        List<AccessTrace> traces = new PlayedReaders(seed, ACCESSES).all();
        for (AccessTrace trace : traces) {
            PrefetchFigures without = PrefetchReplay.tinyLfu(trace, 0, BLOCKS_IN_MEMORY);
            PrefetchFigures with = new PrefetchPlayer(
                            trace, 0, BLOCKS_IN_MEMORY, 0, Contestant.of(PrefetchPlayer.engine(trace, state)))
                    .play();
            rows.add(List.of(
                    trace.name(),
                    percent(without.hitRatio()),
                    percent(with.hitRatio()),
                    percent(with.missesRemoved(without)),
                    percent(with.extraFetches(without))));
            metrics.put(trace.name() + ".hitPercent", Metric.exact(100 * with.hitRatio()));
            baselines.put(trace.name() + ".hitPercent", Metric.exact(100 * without.hitRatio()));
            progress.progress(Stage.EVALUATE, rows.size(), traces.size());
        }
        return new Report(
                traces.size() + " readers of " + ACCESSES + " accesses, " + BLOCKS_IN_MEMORY + " blocks in memory",
                List.of("READER", ">W-TINYLFU HITS %", ">WITH PREFETCHING", ">MISSES REMOVED %", ">EXTRA FETCHES %"),
                rows,
                metrics,
                baselines,
                data(seed));
    }

    static Map<String, String> data(long seed) {
        return Map.of("source", "readers played by seed " + seed, "accesses", String.valueOf(ACCESSES));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String card(TrainingRequest request, Report report) {
        return """
                # %s v%s

                Which blocks to fetch before they are asked for. What it knows of candidates was learnt from readers \
                played by seed %d, no data of anybody; a node goes on from there with its own reads. It abstains where \
                nothing of what it would have named comes true.

                Judged on %s, played by the next seed, against the same cache without prefetching; single runs, no \
                intervals:

                %s""".formatted(
                PrefetchModel.NAME, request.version(), request.seed(), report.judgedOn(), report.tableMarkdown());
    }
}
