package pakit.training.prefetch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pakit.ml.models.Metric;
import pakit.ml.prefetch.PrefetchState;
import pakit.training.NeuralFit;
import pakit.training.ProgressListener;
import pakit.training.ProgressListener.Stage;
import pakit.training.Report;
import pakit.training.SequenceFit;
import pakit.training.SequenceSettings;

/// An engine beside the LSTM of the Python original, on readers that are played by seed. The LSTM knows blocks by name,
/// so each reader gets one of its own, fitted to the first half of what it reads; the second half is scored, for all.
final class LstmComparison {
    /// Of all readers together, in all passes.
    static final long ACCESSES_MAX = 600_000;

    /// The precision of a handful says nothing.
    private static final int NAMED_MIN = 100;

    private static final int FROM = PrefetchTrainer.ACCESSES / 2;
    private static final int BLOCKS = PrefetchTrainer.BLOCKS_IN_MEMORY;

    private final SequenceFit fit;
    private final NeuralFit.Watcher watcher;
    private final ProgressListener progress;

    /// @param watcher told of each pass of each fit
    LstmComparison(SequenceFit fit, NeuralFit.Watcher watcher, ProgressListener progress) {
        this.fit = fit;
        this.watcher = watcher;
        this.progress = progress;
    }

    Report report(PrefetchState state, long seed) {
        List<List<String>> rows = new ArrayList<>();
        Map<String, Metric> metrics = new TreeMap<>();
        Map<String, Metric> baselines = new TreeMap<>();
        List<AccessTrace> traces = new PlayedReaders(seed, PrefetchTrainer.ACCESSES).all();
        SequenceSettings settings = SequenceSettings.standard(ACCESSES_MAX / traces.size(), seed);
        for (int i = 0; i < traces.size(); i++) {
            AccessTrace trace = traces.get(i);
            PrefetchFigures without = PrefetchReplay.tinyLfu(trace, FROM, BLOCKS);
            PrefetchFigures engine = played(trace, Contestant.of(PrefetchPlayer.engine(trace, state)));
            LstmForecasts forecasts = fitted(trace, settings).forecasts(trace, FROM);
            PrefetchFigures always = played(trace, forecasts.always());
            PrefetchFigures likely = played(trace, forecasts.likely());
            for (PrefetchFigures figures : List.of(without, engine, always, likely)) {
                rows.add(row(trace, figures, without));
            }
            put(metrics, trace.name(), engine, without);
            put(baselines, trace.name(), without, without);
            put(baselines, trace.name() + ".lstmTop5", always, without);
            put(baselines, trace.name() + ".lstmLikely", likely, without);
            progress.progress(Stage.EVALUATE, i + 1, traces.size());
        }
        return new Report(
                "the second halves of %d readers of %d accesses, %d blocks in memory; an LSTM saw the first half of each"
                        .formatted(traces.size(), PrefetchTrainer.ACCESSES, BLOCKS),
                List.of("READER", "NAMED BY", ">HITS %", ">MISSES REMOVED %", ">EXTRA FETCHES %", ">PRECISION %"),
                rows,
                metrics,
                baselines,
                data(seed));
    }

    private LstmBaseline fitted(AccessTrace trace, SequenceSettings settings) {
        return LstmBaseline.fit(trace, FROM, settings, fit, (pass, trainingLoss, validationLoss) -> {
            progress.progress(Stage.FIT, pass, -1);
            return watcher.passed(pass, trainingLoss, validationLoss);
        });
    }

    private static PrefetchFigures played(AccessTrace trace, Contestant contestant) {
        return new PrefetchPlayer(trace, FROM, BLOCKS, 0, contestant).play();
    }

    private static List<String> row(AccessTrace trace, PrefetchFigures figures, PrefetchFigures without) {
        return List.of(
                trace.name(),
                figures == without ? "nobody (" + figures.policy() + ")" : figures.policy(),
                PrefetchTrainer.percent(figures.hitRatio()),
                PrefetchTrainer.percent(figures.missesRemoved(without)),
                PrefetchTrainer.percent(figures.extraFetches(without)),
                figures.named() < NAMED_MIN ? "–" : PrefetchTrainer.percent(figures.precision()));
    }

    private static void put(
            Map<String, Metric> metrics, String name, PrefetchFigures figures, PrefetchFigures without) {
        metrics.put(name + ".hitPercent", Metric.exact(100 * figures.hitRatio()));
        if (figures != without) {
            metrics.put(name + ".extraFetchesPercent", Metric.exact(100 * figures.extraFetches(without)));
        }
        if (figures.named() >= NAMED_MIN) {
            metrics.put(name + ".precisionPercent", Metric.exact(100 * figures.precision()));
        }
    }

    private static Map<String, String> data(long seed) {
        Map<String, String> data = new HashMap<>(PrefetchTrainer.data(seed));
        data.put("lstmAccessesMax", String.valueOf(ACCESSES_MAX));
        return data;
    }
}
