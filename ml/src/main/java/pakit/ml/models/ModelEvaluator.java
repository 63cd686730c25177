package pakit.ml.models;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import pakit.error.PakitException;
import pakit.ml.models.Quality.FamilyLoss;

/// Measures a model on the reference set of its kind: how good its answers are, how long they take, and whether they
/// are numbers whatever it is asked. But for times, the same model and set give the same figures.
public final class ModelEvaluator {
    /// Counted up whenever an evaluation would come out otherwise; what older ones found is then evaluated again.
    static final int REVISION = 1;

    private static final long SEED = 1;
    private static final int SLOW = 10;
    private static final Duration SLOWEST = Duration.ofMillis(10);

    private final LatencyMeter latency;

    public ModelEvaluator() {
        this(System::nanoTime, SLOWEST);
    }

    /// @param slowest when more than one call in twenty takes that long, the measurement of times ends early
    public ModelEvaluator(LongSupplier nanoTime, Duration slowest) {
        this.latency = new LatencyMeter(nanoTime, slowest);
    }

    /// @param name of the reference set
    /// @throws PakitException.Refused if the model does not fit the set
    public ModelEvaluation evaluate(PakitModel model, String name, Reference reference) {
        requireFit(model, reference);
        List<float[]> rows = reference.rows();
        Answers answers = Answers.of(model, rows);
        Answers fuzzed = Answers.of(model, fuzzed(reference));
        LatencyFigures times = latency.measure(model, rows);
        return new ModelEvaluation(
                name,
                answers.outputs().length + fuzzed.outputs().length,
                answers.failed() + fuzzed.failed(),
                answers.failed() > 0 ? answers.firstFailure() : fuzzed.firstFailure(),
                times,
                quality(model, answers.outputs(), reference, times));
    }

    private static List<float[]> fuzzed(Reference reference) {
        return switch (reference) {
            case Reference.Inputs inputs -> List.of();
            case Reference.Blocks known -> FuzzedInputs.rows(known.rows(), SEED);
            case Reference.Labelled known -> FuzzedInputs.rows(known.rows(), SEED);
            case Reference.Choices known -> FuzzedInputs.rows(known.rows(), SEED);
        };
    }

    private static void requireFit(PakitModel model, Reference reference) {
        boolean fits = switch (reference) {
            case Reference.Blocks blocks -> model instanceof CompressionModel;
            case Reference.Labelled labelled ->
                model.outputs() == labelled.classes().size();
            case Reference.Choices choices -> model instanceof ChoosingModel;
            case Reference.Inputs inputs -> true;
        };
        if (!fits || model.schema().size() != reference.rows().getFirst().length) {
            throw new PakitException.Refused(model.manifest().title() + " maps "
                    + model.schema().size() + " inputs to " + model.outputs()
                    + " outputs, which its reference set cannot judge");
        }
    }

    private static Quality quality(PakitModel model, float[][] outputs, Reference reference, LatencyFigures times) {
        return switch (reference) {
            case Reference.Blocks blocks ->
                new CompressionEvaluator(hintNanos(blocks, times), SEED)
                        .evaluate((CompressionModel) model, outputs, blocks.training(), blocks.blocks());
            case Reference.Labelled labelled -> labels(outputs, labelled);
            case Reference.Choices choices -> ChoiceEvaluation.of((ChoosingModel) model, outputs, choices);
            case Reference.Inputs inputs -> new Unjudged();
        };
    }

    /// What asking is charged: what it took where the blocks were measured, so that the same model gets the same
    /// figures on any machine and kernel; but a model that is slower than they can make it pays its own time.
    private static long hintNanos(Reference.Blocks blocks, LatencyFigures times) {
        boolean slow = times.p50Nanos() > SLOW * blocks.hintNanos();
        return slow ? times.p50Nanos() : blocks.hintNanos();
    }

    private static LabelEvaluation labels(float[][] outputs, Reference.Labelled reference) {
        int[] truth = reference.labels().mapToInt(Integer::intValue).toArray();
        int[] answers = new int[truth.length];
        Calibration.Case[] sure = new Calibration.Case[truth.length];
        Map<String, FamilyLoss> families = new TreeMap<>();
        for (int i = 0; i < truth.length; i++) {
            answers[i] = largest(outputs[i]);
            boolean right = answers[i] == truth[i];
            sure[i] = new Calibration.Case(outputs[i][answers[i]], right ? 1 : 0);
            families.merge(
                    reference.cases().get(i).family(),
                    new FamilyLoss(right ? 0 : 1, 1),
                    (a, b) -> new FamilyLoss(a.loss() + b.loss(), a.scale() + b.scale()));
        }
        return new LabelEvaluation(
                Classification.of(reference.classes(), truth, answers), Calibration.of(List.of(sure)), families);
    }

    private static int largest(float[] outputs) {
        int largest = 0;
        for (int i = 1; i < outputs.length; i++) {
            largest = outputs[i] > outputs[largest] ? i : largest;
        }
        return largest;
    }
}
