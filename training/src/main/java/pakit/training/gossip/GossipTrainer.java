package pakit.training.gossip;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import pakit.ml.gossip.NetworkOptimizer;
import pakit.ml.models.Metric;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.NetworkOptimizerModel;
import pakit.ml.models.StateModels;
import pakit.training.EvaluationResult;
import pakit.training.ProgressListener;
import pakit.training.Report;
import pakit.training.Trainer;
import pakit.training.TrainingData;
import pakit.training.TrainingRequest;
import pakit.training.TrainingResult;
import pakit.training.peers.RoundTrips;

/// Trains the network optimizer in networks that are drawn by the seed, over round trips that are made or, if they are
/// given, measured; and judges it in others.
public final class GossipTrainer implements Trainer {
    /// The trace of many sites that [#refuses] looks for.
    public static final String PLANETLAB = "planetlab_rtt_ms_t01-09_490x490.f32le.gz";

    private static final int SITES = 490;
    private static final int SLICES = 9;
    /// Training has the slices before it.
    private static final int FIRST_JUDGED_SLICE = 5;

    private static final int[] JUDGED_NODES = {100, 1_000};
    private static final double[][] JUDGED_WEATHERS = {{0, 0}, {0.01, 0.05}, {0.05, 0.2}};
    private static final int[] JUDGED_PAYLOADS = {300, 256 << 10};
    private static final double UPLINK = 100e6;

    private final InstantSource clock;
    private final List<Integer> sizes;
    private final int messages;

    /// @param clock says when a model was made
    public GossipTrainer(InstantSource clock) {
        this(clock, GossipTraining.NODES, 20);
    }

    /// @param sizes of networks to train in
    /// @param messages of each action in each of them
    GossipTrainer(InstantSource clock, List<Integer> sizes, int messages) {
        this.clock = clock;
        this.sizes = sizes;
        this.messages = messages;
    }

    @Override
    public String model() {
        return NetworkOptimizerModel.NAME;
    }

    @Override
    public Optional<String> refuses(TrainingData data) {
        return switch (data) {
            case TrainingData.Played played -> Optional.empty();
            case TrainingData.Saved saved -> Optional.of("it is played anew: leave --measurements out");
            case TrainingData.Files files ->
                trace(files).isPresent()
                        ? Optional.empty()
                        : Optional.of("among its data there must be a directory with " + PLANETLAB
                                + "; without --data it is played over made round trips");
        };
    }

    private static Optional<Path> trace(TrainingData.Files files) {
        return files.paths().stream()
                .map(path -> path.resolve(PLANETLAB))
                .filter(Files::exists)
                .findFirst();
    }

    @Override
    public TrainingResult train(TrainingRequest request, ProgressListener progress) {
        Ways ways = ways(request.data());
        int networks = GossipTraining.networks(sizes);
        int[] done = {0};
        NetworkOptimizer optimizer = new GossipTraining(ways.taught(), sizes, messages, request.seed())
                .train(() -> progress.progress(ProgressListener.Stage.FIT, ++done[0], networks));
        byte[] state = optimizer.checkpoint();
        Report report = report(state, ways, request.seed(), progress);
        ModelArtifact artifact = NetworkOptimizerModel.artifact(
                optimizer,
                new StateModels.About(
                        request.version(),
                        request.parent(),
                        clock.instant(),
                        request.seed(),
                        report.data(),
                        report.metrics(),
                        report.baselines(),
                        card(report)));
        String what = report.data().toString();
        return new TrainingResult(
                artifact, report, List.of(), ModelArtifact.sha256(what.getBytes(StandardCharsets.UTF_8)), List.of());
    }

    @Override
    public EvaluationResult evaluate(ModelArtifact artifact, TrainingData data, long seed, ProgressListener progress) {
        try (NetworkOptimizerModel model = NetworkOptimizerModel.load(artifact)) {
            Report report = report(model.learner().checkpoint(), ways(data), seed, progress);
            return new EvaluationResult(report, List.of(), List.of());
        }
    }

    /// Ways between nodes, for training and for judging.
    private record Ways(
            BiFunction<Integer, Long, Delays> taught, BiFunction<Integer, Long, Delays> judged, String source) {}

    private static Ways ways(TrainingData data) {
        return switch (data) {
            case TrainingData.Files files -> {
                RoundTrips trips = RoundTrips.read(trace(files).orElseThrow(), SITES, SLICES, 1);
                yield new Ways(
                        (nodes, seed) -> Delays.of(trips, 0),
                        (nodes, seed) -> Delays.of(trips, FIRST_JUDGED_SLICE),
                        files.source());
            }
            case TrainingData.Played played ->
                new Ways(Delays::made, (nodes, seed) -> Delays.made(nodes, seed + 1), "round trips made by seed");
            case TrainingData.Saved saved -> throw new IllegalArgumentException("saved data are refused");
        };
    }

    private Report report(byte[] state, Ways ways, long seed, ProgressListener progress) {
        List<List<String>> rows = new ArrayList<>();
        List<Double> saved = new ArrayList<>();
        List<Double> above = new ArrayList<>();
        double worst = 1;
        for (int nodes : JUDGED_NODES) {
            for (double[] weather : JUDGED_WEATHERS) {
                for (int payload : JUDGED_PAYLOADS) {
                    GossipWorld world = new GossipWorld(
                            nodes, weather[0], weather[1], 0.01, payload, UPLINK, seed + 1_000 + rows.size());
                    GossipComparison figures = GossipComparison.of(
                            world, ways.judged().apply(nodes, world.seed()), 60, NetworkOptimizer.restore(state));
                    rows.add(row(world, figures));
                    saved.add(100
                            * (1
                                    - figures.pakit().bytesPerNode()
                                            / figures.flood().bytesPerNode()));
                    above.add(100
                            * (figures.pakit().bytesPerNode()
                                            / figures.bestFixed().bytesPerNode()
                                    - 1));
                    worst = Math.min(worst, figures.pakit().coverage());
                    progress.progress(ProgressListener.Stage.EVALUATE, rows.size(), 12);
                }
            }
        }
        return new Report(
                rows.size() + " networks",
                List.of("NETWORK", ">PUSH B/NODE", ">BEST FIXED", ">PAKIT", ">COVERED %", ">WORST %"),
                rows,
                Map.of(
                        "savedPercent", metric(saved),
                        "aboveBestFixedPercent", metric(above),
                        "coverageWorstNetwork", new Metric(worst, worst, worst)),
                Map.of("push6x10.savedPercent", new Metric(0, 0, 0)),
                Map.of("source", ways.source(), "networks", "" + GossipTraining.networks(sizes), "seed", "" + seed));
    }

    private static List<String> row(GossipWorld world, GossipComparison figures) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%d nodes, loss %.0f %%, gone %.0f %%, %d B",
                        world.nodes(),
                        100 * world.lossShare(),
                        100 * world.deadShare(),
                        world.payloadBytes()),
                words("%.0f", figures.flood().bytesPerNode()),
                words("%.0f", figures.bestFixed().bytesPerNode()),
                words("%.0f", figures.pakit().bytesPerNode()),
                words("%.3f", 100 * figures.pakit().coverage()),
                words("%.2f", 100 * figures.pakit().coverageMin()));
    }

    /// The mean over networks with 95 % of it, by the normal approximation.
    private static Metric metric(List<Double> values) {
        double mean = values.stream().mapToDouble(x -> x).average().orElseThrow();
        double squares =
                values.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
        double reach = 1.96 * Math.sqrt(squares / (values.size() - 1) / values.size());
        return new Metric(mean, mean - reach, mean + reach);
    }

    private static String words(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }

    private static String card(Report report) {
        StringBuilder card = new StringBuilder("# Network optimizer\n\n"
                + "Says how to spread a message among peers. The state holds what came of each choice in networks of each "
                + "kind, beside what was expected; it goes on learning where it runs.\n\n## Data\n\n");
        report.data()
                .forEach((name, value) -> card.append("- ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        card.append(
                "\n## Figures\n\nIn networks that it was not taught in, audits included, against pushing with fanout 6 "
                        + "and time to live 10, and against the best of its own choices always.\n\n"
                        + "| network | push B/node | best fixed | Pakit | covered % | worst % |\n|---|---:|---:|---:|---:|---:|\n");
        report.rows()
                .forEach(
                        row -> card.append("| ").append(String.join(" | ", row)).append(" |\n"));
        return card.append("\n## Limits\n\n"
                        + "Taught in a simulator: no transport sends lost messages again, and nobody repairs views.\n")
                .toString();
    }
}
