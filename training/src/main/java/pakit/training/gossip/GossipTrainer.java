package pakit.training.gossip;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import pakit.ml.gossip.NetworkOptimizer;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.NetworkOptimizerModel;
import pakit.ml.models.StateModels;
import pakit.training.EvaluationResult;
import pakit.training.MeasuredTrace;
import pakit.training.ProgressListener;
import pakit.training.ProgressListener.Stage;
import pakit.training.Report;
import pakit.training.Trainer;
import pakit.training.TrainingData;
import pakit.training.TrainingRequest;
import pakit.training.TrainingResult;
import pakit.training.peers.RoundTrips;

/// Trains the network optimizer in networks that are drawn by the seed, over round trips that are made or, if they are
/// given, measured; and judges it in others.
public final class GossipTrainer implements Trainer {
    /// Of many sites.
    public static final MeasuredTrace PLANETLAB = new MeasuredTrace("planetlab_rtt_ms_t01-09_490x490.f32le.gz");

    private static final int SITES = 490;
    private static final int SLICES = 9;
    /// Training has the slices before it.
    private static final int FIRST_JUDGED_SLICE = 5;

    private final InstantSource clock;
    private final GossipScale scale;

    /// @param clock says when a model was made
    public GossipTrainer(InstantSource clock) {
        this(clock, GossipScale.STANDARD);
    }

    GossipTrainer(InstantSource clock, GossipScale scale) {
        this.clock = clock;
        this.scale = scale;
    }

    @Override
    public String model() {
        return NetworkOptimizerModel.NAME;
    }

    @Override
    public Optional<String> refuses(TrainingData data) {
        return PLANETLAB.refuses(data);
    }

    @Override
    public TrainingResult train(TrainingRequest request, ProgressListener progress) {
        Ways ways = ways(request.data());
        NetworkOptimizer optimizer = new GossipTraining(
                        ways.taught(), scale.taughtNodes(), scale.taughtMessages(), request.seed())
                .train((done, total) -> progress.progress(Stage.FIT, done, total));
        Report report = report(optimizer.checkpoint(), ways, request.seed(), progress);
        StateModels.About about = request.about(clock.instant(), report.data(), report, card(report));
        return TrainingResult.played(NetworkOptimizerModel.artifact(optimizer, about), report);
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
        if (data instanceof TrainingData.Files files) {
            RoundTrips trips = RoundTrips.read(PLANETLAB.in(files).orElseThrow(), SITES, SLICES, 1);
            return new Ways(
                    (nodes, seed) -> Delays.of(trips, 0),
                    (nodes, seed) -> Delays.of(trips, FIRST_JUDGED_SLICE),
                    files.source());
        }
        return new Ways(Delays::made, (nodes, seed) -> Delays.made(nodes, seed + 1), "round trips made by seed");
    }

    private Report report(byte[] state, Ways ways, long seed, ProgressListener progress) {
        Map<String, String> data = Map.of(
                "source", ways.source(),
                "networks", String.valueOf(GossipTraining.networks(scale.taughtNodes())),
                "seed", String.valueOf(seed));
        return new GossipReport(ways.judged(), scale, seed)
                .of(state, data, (done, total) -> progress.progress(Stage.EVALUATE, done, total));
    }

    private static String card(Report report) {
        return """
                # Network optimizer

                Says how to spread a message among peers. The state holds what came of each choice in networks of each \
                kind, beside what was expected; it goes on learning where it runs.

                ## Data

                %s
                ## Figures

                In networks that it was not taught in, audits included, against pushing with fanout 6 and time to live \
                10, and against the best of its own choices always.

                %s
                ## Limits

                Taught in a simulator: no transport sends lost messages again, and nobody repairs views.
                """.formatted(report.dataMarkdown(), report.tableMarkdown());
    }
}
