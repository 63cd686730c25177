package pakit.training.prefetch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import pakit.ml.models.Metric;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.PrefetchModel;
import pakit.ml.models.StateModels;
import pakit.ml.prefetch.PrefetchSettings;
import pakit.ml.prefetch.PrefetchState;
import pakit.training.EvaluationResult;
import pakit.training.ProgressListener;
import pakit.training.ProgressListener.Stage;
import pakit.training.Report;
import pakit.training.Trainer;
import pakit.training.TrainingData;
import pakit.training.TrainingRequest;
import pakit.training.TrainingResult;

/// Makes a first version of the prefetch engine: what it learns from readers that are played by seed. A node goes on
/// from there with its own reads.
public final class PrefetchTrainer implements Trainer {
    private static final int ACCESSES = 40_000;
    private static final int BLOCKS_IN_MEMORY = 1_000;

    private final InstantSource clock;

    /// @param clock says when a version was made
    public PrefetchTrainer(InstantSource clock) {
        this.clock = clock;
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
    public TrainingResult train(TrainingRequest request, ProgressListener progress) {
        PrefetchState state = PrefetchState.empty(PrefetchSettings.DEFAULT);
        List<AccessTrace> traces = new PlayedReaders(request.seed(), ACCESSES).all();
        for (int i = 0; i < traces.size(); i++) {
            PrefetchPlayer player = new PrefetchPlayer(traces.get(i), 0, BLOCKS_IN_MEMORY, 0, state);
            player.play();
            state = player.engine().state().withoutHistory();
            progress.progress(Stage.FIT, i + 1, traces.size());
        }
        Report report = report(state, request.seed() + 1, progress);
        StateModels.About about = request.about(clock.instant(), data(request.seed()), report, card(request, report));
        return TrainingResult.played(PrefetchModel.artifact(state, about), report);
    }

    @Override
    public EvaluationResult evaluate(ModelArtifact artifact, TrainingData data, long seed, ProgressListener progress) {
        try (PrefetchModel model = PrefetchModel.load(artifact)) {
            return new EvaluationResult(report(model.state(), seed + 1, progress), List.of(), List.of());
        }
    }

    private static Report report(PrefetchState state, long seed, ProgressListener progress) {
        List<List<String>> rows = new ArrayList<>();
        Map<String, Metric> metrics = new TreeMap<>();
        Map<String, Metric> baselines = new TreeMap<>();
        List<AccessTrace> traces = new PlayedReaders(seed, ACCESSES).all();
        for (AccessTrace trace : traces) {
            PrefetchFigures without = PrefetchReplay.tinyLfu(trace, 0, BLOCKS_IN_MEMORY);
            PrefetchFigures with = new PrefetchPlayer(trace, 0, BLOCKS_IN_MEMORY, 0, state).play();
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

    private static Map<String, String> data(long seed) {
        return Map.of("source", "readers played by seed " + seed, "accesses", String.valueOf(ACCESSES));
    }

    private static String percent(double share) {
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
