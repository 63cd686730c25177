package pakit.training.peers;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import pakit.ml.models.Metric;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.PeerSelectorModel;
import pakit.ml.models.StateModels;
import pakit.ml.peers.PeerSettings;
import pakit.training.EvaluationResult;
import pakit.training.MeasuredTrace;
import pakit.training.ProgressListener;
import pakit.training.Report;
import pakit.training.Trainer;
import pakit.training.TrainingData;
import pakit.training.TrainingRequest;
import pakit.training.TrainingResult;

/// Trains the peer selector by playing it: tries settings, if asked to, and lets the best of them learn what peers have
/// in common, on the first half of the round trips; judges on the second.
public final class PeerTrainer implements Trainer {
    /// Of personal devices.
    public static final MeasuredTrace SEATTLE = new MeasuredTrace("seattle_rtt_seconds_t001-400_99x99.f32le.gz");

    private static final int MADE_NODES = 40;
    private static final int MADE_SLICES = 40;
    private static final double EXTRA_MAX = 0.06;

    private final InstantSource clock;

    /// @param clock says when a model was made
    public PeerTrainer(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String model() {
        return PeerSelectorModel.NAME;
    }

    @Override
    public Optional<String> refuses(TrainingData data) {
        return SEATTLE.refuses(data);
    }

    @Override
    public TrainingResult train(TrainingRequest request, ProgressListener progress) {
        Scenario world = world(request.data(), request.seed());
        Scenario first = half(world, 0);
        PeerSettings settings = search(first, request, progress);
        byte[] taught = teach(first, settings);
        progress.progress(ProgressListener.Stage.FIT, 1, 1);
        Report report = report(half(world, 1), taught, request.data(), request.seed(), progress);
        StateModels.About about = request.about(clock.instant(), report.data(), report, card(report, settings));
        return TrainingResult.played(PeerSelectorModel.artifact(taught, about), report);
    }

    @Override
    public EvaluationResult evaluate(ModelArtifact artifact, TrainingData data, long seed, ProgressListener progress) {
        try (PeerSelectorModel model = PeerSelectorModel.load(artifact)) {
            Report report = report(half(world(data, seed), 1), model.checkpoint(), data, seed, progress);
            return new EvaluationResult(report, List.of(), List.of());
        }
    }

    private static Scenario world(TrainingData data, long seed) {
        return SEATTLE.in(data)
                .map(trace -> new Scenario(
                        "Seattle, load 3 %",
                        RoundTrips.read(trace, 99, 400, 0.001), 11_000, 1_300, 40, 400, 8, 0, 0, seed))
                .orElseGet(() -> new Scenario(
                        "made", RoundTrips.made(MADE_NODES, MADE_SLICES, seed), 10_000, 900, 40, 100, 8, 0, 0, seed));
    }

    private static Scenario half(Scenario world, int number) {
        int middle = world.trips().slices() / 2;
        return world.over(world.trips().slices(number * middle, (number + 1) * middle));
    }

    /// The settings with the lowest mean of those that keep to their extra requests; the standard ones if none is
    /// better.
    private static PeerSettings search(Scenario world, TrainingRequest request, ProgressListener progress) {
        int trials = request.tuning().trials();
        var random = new SplittableRandom(request.seed());
        PeerSettings best = PeerSettings.DEFAULT;
        double least = trials == 0 ? 0 : PeerComparison.pakit(world, best).meanMs();
        for (int trial = 1; trial <= trials; trial++) {
            PeerSettings tried = vary(PeerSettings.DEFAULT, random);
            Tally tally = PeerComparison.pakit(world, tried);
            if (tally.extraShare() <= EXTRA_MAX && tally.meanMs() < least) {
                best = tried;
                least = tally.meanMs();
            }
            progress.progress(ProgressListener.Stage.SEARCH, trial, trials);
        }
        return best;
    }

    private static PeerSettings vary(PeerSettings from, SplittableRandom random) {
        return new PeerSettings(
                from.memorySeconds() * random.nextDouble(0.5, 2),
                from.backlogSeconds() * random.nextDouble(0.5, 2),
                from.suspicionSeconds() * random.nextDouble(0.5, 2),
                from.hedgeDeviationsMin() * random.nextDouble(0.7, 1.4),
                from.hedgeDeviationsMax() * random.nextDouble(0.8, 1.3),
                from.hedgeShare() * random.nextDouble(0.8, 1.1),
                from.timeoutDeviations() * random.nextDouble(0.8, 1.4),
                from.timeoutMsMin(),
                from.probes(),
                from.probeSeconds(),
                from.peersMax());
    }

    /// What the first client has learnt of peers in general.
    private static byte[] teach(Scenario world, PeerSettings settings) {
        String[] names = Selector.names(world.trips().nodes());
        Selector[] selectors = new Selector[names.length];
        PeerReplay.play(world, "Pakit", client -> selectors[client] = new Selector(settings, names, client));
        return selectors[0].teachings();
    }

    private static Report report(
            Scenario world, byte[] checkpoint, TrainingData data, long seed, ProgressListener progress) {
        int nodes = world.trips().nodes();
        String[] names = Selector.names(nodes);
        Tally random = PeerReplay.play(world, "random", Baselines.Uniform::new);
        progress.progress(ProgressListener.Stage.EVALUATE, 1, 4);
        Tally prequal = PeerReplay.play(world, "Prequal", client -> new Prequal(nodes, Prequal.PROBES, client));
        progress.progress(ProgressListener.Stage.EVALUATE, 2, 4);
        Tally pakit = PeerReplay.play(world, "Pakit", client -> new Selector(checkpoint, names, client));
        progress.progress(ProgressListener.Stage.EVALUATE, 3, 4);
        Tally oracle = PeerReplay.playOracle(world);
        progress.progress(ProgressListener.Stage.EVALUATE, 4, 4);
        String source = data instanceof TrainingData.Files files ? files.source() : "round trips made by seed";
        return new Report(
                String.format(Locale.ROOT, "%,d requests of %d clients", pakit.requests(), nodes),
                List.of("POLICY", ">MEAN MS", ">P99", ">REGRET MS", ">ANSWERED %", ">EXTRA %"),
                List.of(row(random, oracle), row(prequal, oracle), row(pakit, oracle), row(oracle, oracle)),
                Map.of(
                        "meanMs", mean(pakit),
                        "p99Ms", Metric.exact(pakit.percentileMs(0.99)),
                        "extraPercent", Metric.exact(100 * pakit.extraShare())),
                Map.of("random.meanMs", mean(random), "prequal.meanMs", mean(prequal), "oracle.meanMs", mean(oracle)),
                Map.of("source", source, "world", world.name(), "nodes", "" + nodes, "seed", "" + seed));
    }

    private static List<String> row(Tally tally, Tally oracle) {
        return List.of(
                tally.policy(),
                words("%.0f", tally.meanMs()),
                words("%.0f", tally.percentileMs(0.99)),
                words("%.0f", tally.meanMs() - oracle.meanMs()),
                words("%.3f", 100.0 * tally.ok() / tally.requests()),
                words("%.1f", 100 * tally.extraShare()));
    }

    private static Metric mean(Tally tally) {
        return Metric.mean(tally.meanMs(), tally.deviationMs() / Math.sqrt(tally.latenciesMs().length));
    }

    private static String words(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }

    private static String card(Report report, PeerSettings settings) {
        return """
                # Peer selector

                Ranks the peers that hold a block by how long an answer will take. The state holds settings and what peers \
                have in common; peers themselves are learnt where it runs.

                ## Data

                %s
                ## Figures

                On the second half of the round trips, which it was not tuned on: %s.

                %s
                ## Settings

                `%s`

                ## Limits

                Bandwidth and the size of answers are not modelled. It orders candidates, and never adds or drops one.
                """.formatted(report.dataMarkdown(), report.judgedOn(), report.tableMarkdown(), settings);
    }
}
