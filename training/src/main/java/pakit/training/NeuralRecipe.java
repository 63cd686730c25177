package pakit.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/// A network of dense layers with ReLU between them, fitted by the neural fit that the installation has.
///
/// @param watcher told of each pass of the last fit, beside what the recipe itself keeps
record NeuralRecipe(NeuralFit neural, FitSettings settings, NeuralFit.Watcher watcher, String found)
        implements CompressionRecipe {
    @Override
    public String words() {
        return ("a network with hidden layers of %s, ReLU between layers, fitted by Adam to gains (Huber's loss, rows "
                        + "weighted by bytes), stopped early%s")
                .formatted(settings.hidden().stream().map(String::valueOf).collect(Collectors.joining("-")), found);
    }

    @Override
    public int steps() {
        return settings.passesMax();
    }

    @Override
    public Fitted fit(FamilySplit split, long hintNanos, IntConsumer done) {
        List<Double> training = new ArrayList<>();
        List<Double> validation = new ArrayList<>();
        TrainedModel model =
                TrainedModel.network(split, hintNanos, neural, settings, (pass, trainingLoss, validationLoss) -> {
                    training.add(trainingLoss);
                    validation.add(validationLoss);
                    done.accept(pass);
                    return watcher.passed(pass, trainingLoss, validationLoss);
                });
        Map<String, double[]> losses = new LinkedHashMap<>();
        losses.put("training", array(training));
        losses.put("validation", array(validation));
        return new Fitted(model, new LearningCurve("passes over the samples", losses));
    }

    /// The same with settings that were found by trying.
    ///
    /// @param tried told how many trials are done
    NeuralRecipe searched(FamilySplit split, int trials, IntConsumer tried) {
        RandomSearch.Found<FitSettings> best = new RandomSearch<FitSettings>()
                .best(
                        trials,
                        settings,
                        this::drawn,
                        (drawn, pruner) -> loss(split, drawn, pruner),
                        settings.seed(),
                        tried);
        return new NeuralRecipe(
                neural,
                best.settings(),
                watcher,
                "; settings are the best of %d trials, %d of them ended early".formatted(best.trials(), best.pruned()));
    }

    private double loss(FamilySplit split, FitSettings drawn, RandomSearch.Pruner pruner) {
        double[] least = {Double.POSITIVE_INFINITY};
        TrainedModel.network(split, 0, neural, drawn, (pass, trainingLoss, validationLoss) -> {
            least[0] = Math.min(least[0], validationLoss);
            return Integer.bitCount(pass) > 1 || pruner.keeps(pass, least[0]);
        });
        return least[0];
    }

    /// The widths stay: they are the architecture. So does the loss, or trials could not be compared.
    private FitSettings drawn(SplittableRandom random) {
        return new FitSettings(
                settings.hidden(),
                (float) (2e-4 * Math.pow(25, random.nextDouble())),
                32 << random.nextInt(4),
                settings.huberWidth(),
                settings.passesMax(),
                settings.patience(),
                settings.seed());
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
