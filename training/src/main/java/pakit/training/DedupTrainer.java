package pakit.training;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.dedup.DedupOptimizer;
import pakit.ml.dedup.DedupState;
import pakit.ml.models.DedupPredictor;
import pakit.ml.models.Metric;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.StateModels;
import pakit.training.ProgressListener.Stage;

/// Trains the dedup optimizer on sets of versions: puts each into a home that is thrown away, tries what the core would
/// not have tried, and learns from what came of it, attempt by attempt. Every third set is kept from it, to judge it
/// by.
public final class DedupTrainer implements Trainer {
    private static final int TEST_EVERY = 3;
    private static final Profile JUDGED = DedupPredictor.JUDGED;

    private static final String NEEDS = "it learns from " + TEST_EVERY
            + " or more sets of versions, directories of two or more directories (--data DIR DIR DIR), or from attempts"
            + " that were saved (--measurements FILE)";

    private final InstantSource clock;

    /// @param clock says when a model was made
    public DedupTrainer(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String model() {
        return DedupPredictor.NAME;
    }

    @Override
    public Optional<String> refuses(TrainingData data) {
        return switch (data) {
            case TrainingData.Files files ->
                files.paths().stream().allMatch(DedupCollector::isSet)
                                && files.paths().size() >= TEST_EVERY
                        ? Optional.empty()
                        : Optional.of(NEEDS);
            case TrainingData.Saved saved -> Optional.empty();
            case TrainingData.Own own -> Optional.of("no node measures pairs of its own blocks");
            case TrainingData.Played played -> Optional.of(NEEDS);
        };
    }

    @Override
    public TrainingResult train(TrainingRequest request, ProgressListener progress) {
        DedupMeasurements measurements = collect(request.data(), progress);
        Set<String> test = testSets(measurements);
        DedupOptimizer optimizer = new DedupOptimizer();
        List<DedupMeasurements.Made> training = measurements.attempts().stream()
                .filter(made -> !test.contains(made.set()))
                .toList();
        for (DedupMeasurements.Made made : training) {
            optimizer.learn(measurements.at(made, JUDGED));
        }
        progress.progress(Stage.FIT, 1, 1);
        DedupState state = optimizer.state();
        DedupComparison comparison = new DedupComparison(state, measurements, test, JUDGED);
        Report report = comparison.report(request.seed());
        progress.progress(Stage.EVALUATE, 1, 1);
        ModelArtifact artifact = artifact(request, comparison, measurements, report, training.size());
        return new TrainingResult(artifact, report, List.of(), measurements.sha256(), List.of());
    }

    /// On the attempts that it was trained on, a version is judged by the sets that its training had set aside; on
    /// others by all.
    @Override
    public EvaluationResult evaluate(ModelArtifact artifact, TrainingData data, long seed, ProgressListener progress) {
        DedupMeasurements measurements = collect(data, progress);
        boolean own = measurements.sha256().equals(artifact.manifest().data().get("measurementsSha256"));
        Set<String> test =
                own ? testSets(measurements) : measurements.recordBytes().keySet();
        DedupPredictor.load(artifact).close();
        Report report =
                new DedupComparison(DedupState.fromBytes(artifact.payload()), measurements, test, JUDGED).report(seed);
        progress.progress(Stage.EVALUATE, 1, 1);
        return new EvaluationResult(report, List.of(), List.of());
    }

    private static DedupMeasurements collect(TrainingData data, ProgressListener progress) {
        return switch (data) {
            case TrainingData.Saved saved -> DedupMeasurements.read(saved.file());
            case TrainingData.Files files -> {
                DedupMeasurements collected = new DedupCollector(progress).collect(files.paths());
                files.saveTo().ifPresent(collected::write);
                yield collected;
            }
            case TrainingData.Own own ->
                throw new IllegalArgumentException(DedupPredictor.NAME + " refuses own blocks");
            case TrainingData.Played played ->
                throw new IllegalArgumentException(DedupPredictor.NAME + " refuses data that are played");
        };
    }

    static Set<String> testSets(DedupMeasurements measurements) {
        List<String> sets = List.copyOf(new TreeSet<>(measurements.recordBytes().keySet()));
        Set<String> test = new TreeSet<>();
        for (int i = TEST_EVERY - 1; i < sets.size(); i += TEST_EVERY) {
            test.add(sets.get(i));
        }
        if (test.isEmpty()) {
            throw new PakitException.Invalid("a dedup optimizer is trained on at least " + TEST_EVERY
                    + " sets of versions, since every third is kept to judge it by; found " + sets.size());
        }
        return test;
    }

    private ModelArtifact artifact(
            TrainingRequest request,
            DedupComparison comparison,
            DedupMeasurements measurements,
            Report report,
            int learnt) {
        Map<String, String> parameters = new HashMap<>();
        for (Profile profile : Profile.values()) {
            parameters.put(
                    DedupPredictor.NANOS_PER_BYTE + profile.label(),
                    String.valueOf(measurements.nanosPerByte().getOrDefault(profile, 1.0)));
        }
        parameters.put(DedupPredictor.ABSTAINS, String.valueOf(comparison.abstains()));
        Map<String, String> data = Map.of(
                "measurementsSha256", measurements.sha256(),
                "sets", measurements.described(),
                "attempts", String.valueOf(learnt));
        StateModels.About about =
                request.about(clock.instant(), data, report, card(request, data, comparison.abstains(), report));
        return DedupPredictor.artifact(comparison.state(), parameters, about);
    }

    private static String card(TrainingRequest request, Map<String, String> data, boolean abstains, Report report) {
        StringBuilder card = new StringBuilder("""
                # %s v%s

                Learnt from %s attempts of %s; judged on %s. %s
                """.formatted(
                        DedupPredictor.NAME,
                        request.version(),
                        data.get("attempts"),
                        data.get("sets"),
                        report.judgedOn(),
                        abstains ? "It abstains." : "It answers."));
        report.metrics().forEach((name, metric) -> card.append(line(name, metric)));
        report.baselines().forEach((name, metric) -> card.append(line(name, metric)));
        return card.toString();
    }

    private static String line(String name, Metric metric) {
        return "\n- %s: %.4f [%.4f, %.4f]".formatted(name, metric.value(), metric.low(), metric.high());
    }
}
