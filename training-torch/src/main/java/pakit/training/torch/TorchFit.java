package pakit.training.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import pakit.training.FitSettings;
import pakit.training.NeuralFit;
import pakit.training.Samples;
import pakit.training.Weights;

/// Fits a network of dense layers with ReLU between them by Adam on mini-batches. The loss is Huber's, weighted by row,
/// because gains have long tails that a squared loss would serve first. Stops when the validation loss has not improved
/// for a while and gives the weights of its best pass.
///
/// Every random choice comes from the seed, first weights and batch order included, and PyTorch runs on one thread: the
/// same samples and seed give the same bits on the same machine.
public final class TorchFit implements NeuralFit {
    private static final float WEIGHT_DECAY = 1e-4f;

    /// Made by the service loader.
    public TorchFit() {}

    @Override
    public Weights fit(Samples training, Samples validation, FitSettings settings, Watcher watcher) {
        try (NDManager manager = TorchEngine.open()) {
            return new Run(settings, manager).run(training, validation, watcher);
        }
    }

    /// One fit.
    private static final class Run {
        private final FitSettings settings;
        private final NDManager manager;
        private final Drawing drawing;

        private Run(FitSettings settings, NDManager manager) {
            this.settings = settings;
            this.manager = manager;
            this.drawing = new Drawing(manager, new SplittableRandom(settings.seed()));
        }

        private Weights run(Samples training, Samples validation, Watcher watcher) {
            List<NDArray> parameters = firstParameters(training.inputWidth(), training.targetWidth());
            Batch held = Batch.of(manager, validation, 0, validation.size());
            Optimizer adam = Optimizer.adam()
                    .optLearningRateTracker(Tracker.fixed(settings.learningRate()))
                    .optWeightDecays(WEIGHT_DECAY)
                    .build();
            Weights best = weights(parameters);
            float bestLoss = Float.POSITIVE_INFINITY;
            int bestPass = 0;
            boolean wanted = true;
            for (int pass = 1;
                    wanted && pass <= settings.passesMax() && pass - bestPass <= settings.patience();
                    pass++) {
                double trainingLoss = trainOnePass(shuffled(training), parameters, adam);
                float loss = loss(held, parameters);
                if (loss < bestLoss) {
                    bestLoss = loss;
                    bestPass = pass;
                    best = weights(parameters);
                }
                wanted = watcher.passed(pass, trainingLoss, loss);
            }
            return best;
        }

        /// He's initialisation for weights before a ReLU.
        private List<NDArray> firstParameters(int inputs, int outputs) {
            List<NDArray> parameters = new ArrayList<>();
            int from = inputs;
            for (int i = 0; i <= settings.hidden().size(); i++) {
                int to = i < settings.hidden().size() ? settings.hidden().get(i) : outputs;
                float[] values = new float[to * from];
                for (int j = 0; j < values.length; j++) {
                    values[j] = (float) (drawing.gaussian() * Math.sqrt(2.0 / from));
                }
                parameters.add(manager.create(values, new Shape(to, from)));
                parameters.add(manager.create(new float[to], new Shape(to)));
                from = to;
            }
            parameters.forEach(parameter -> parameter.setRequiresGradient(true));
            return parameters;
        }

        private Samples shuffled(Samples samples) {
            int[] order = drawing.order(samples.size());
            float[][] inputs = new float[order.length][];
            float[][] targets = new float[order.length][];
            float[] weights = new float[order.length];
            for (int i = 0; i < order.length; i++) {
                inputs[i] = samples.inputs()[order[i]];
                targets[i] = samples.targets()[order[i]];
                weights[i] = samples.weights()[order[i]];
            }
            return new Samples(inputs, targets, weights);
        }

        /// The mean loss, each batch before its step.
        private double trainOnePass(Samples samples, List<NDArray> parameters, Optimizer adam) {
            double sum = 0;
            for (int from = 0; from < samples.size(); from += settings.batchRows()) {
                int to = Math.min(from + settings.batchRows(), samples.size());
                try (NDManager step = manager.newSubManager()) {
                    sum += (to - from) * trainOneBatch(Batch.of(step, samples, from, to), parameters, adam);
                }
            }
            return sum / samples.size();
        }

        private float trainOneBatch(Batch batch, List<NDArray> parameters, Optimizer adam) {
            float found;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray loss = batch.loss(forward(batch.inputs(), parameters), settings.huberWidth());
                collector.backward(loss);
                found = loss.getFloat();
            }
            for (int i = 0; i < parameters.size(); i++) {
                try (NDArray gradient = parameters.get(i).getGradient()) {
                    adam.update("parameter" + i, parameters.get(i), gradient);
                    gradient.subi(gradient); // the engine adds to what is there
                }
            }
            return found;
        }

        private float loss(Batch batch, List<NDArray> parameters) {
            try (NDManager step = manager.newSubManager()) {
                NDArray inputs = batch.inputs().duplicate();
                inputs.attach(step);
                NDArray loss = batch.loss(forward(inputs, parameters), settings.huberWidth());
                loss.attach(step);
                return loss.getFloat();
            }
        }

        private static NDArray forward(NDArray inputs, List<NDArray> parameters) {
            NDArray values = inputs;
            for (int i = 0; i < parameters.size(); i += 2) {
                values = values.matMul(parameters.get(i).transpose()).add(parameters.get(i + 1));
                if (i + 2 < parameters.size()) {
                    values = Activation.relu(new NDList(values)).singletonOrThrow();
                }
            }
            return values;
        }

        private static Weights weights(List<NDArray> parameters) {
            float[][][] matrices = new float[parameters.size() / 2][][];
            float[][] biases = new float[parameters.size() / 2][];
            for (int i = 0; i < matrices.length; i++) {
                matrices[i] = TorchLstm.matrix(parameters.get(2 * i));
                biases[i] = parameters.get(2 * i + 1).toFloatArray();
            }
            return new Weights(matrices, biases);
        }
    }

    /// Rows of samples as arrays of the engine.
    private record Batch(NDArray inputs, NDArray targets, NDArray weights) {
        static Batch of(NDManager manager, Samples samples, int from, int to) {
            int rows = to - from;
            float[] inputs = new float[rows * samples.inputWidth()];
            float[] targets = new float[rows * samples.targetWidth()];
            float[] weights = new float[rows];
            for (int row = 0; row < rows; row++) {
                System.arraycopy(
                        samples.inputs()[from + row], 0, inputs, row * samples.inputWidth(), samples.inputWidth());
                System.arraycopy(
                        samples.targets()[from + row], 0, targets, row * samples.targetWidth(), samples.targetWidth());
                weights[row] = samples.weights()[from + row];
            }
            return new Batch(
                    manager.create(inputs, new Shape(rows, samples.inputWidth())),
                    manager.create(targets, new Shape(rows, samples.targetWidth())),
                    manager.create(weights, new Shape(rows, 1)));
        }

        /// Quadratic up to `width`, linear beyond.
        NDArray loss(NDArray predicted, float width) {
            NDArray off = predicted.sub(targets).abs();
            NDArray near = off.minimum(width);
            NDArray huber = near.mul(near).mul(0.5f).add(off.sub(near).mul(width));
            return huber.mul(weights).mean();
        }
    }
}
