package pakit.training.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import pakit.ml.tensor.LstmWeights;
import pakit.training.NeuralFit;
import pakit.training.SequenceFit;
import pakit.training.SequenceSettings;
import pakit.training.TokenSequences;

/// Fits an LSTM by Adam on mini-batches of windows: so many tokens each, in any order, nothing remembered from one to
/// the next. The loss is the cross-entropy of the token that follows; gradients are clipped by their norm. Stops when
/// the validation loss has not improved for a while, or when it has seen as much as it may, and gives the weights of
/// its best pass.
///
/// Every random choice comes from the seed, and PyTorch runs on one thread: the same tokens and seed give the same bits
/// on the same machine.
public final class TorchSequenceFit implements SequenceFit {
    /// More windows would cost as much as the fit itself; these are spread evenly over the validation tokens.
    private static final int VALIDATION_WINDOWS_MAX = 2_048;

    /// Made by the service loader.
    public TorchSequenceFit() {}

    @Override
    public LstmWeights fit(TokenSequences tokens, SequenceSettings settings, NeuralFit.Watcher watcher) {
        try (NDManager manager = TorchEngine.open()) {
            return new Run(manager, tokens, settings).run(watcher);
        }
    }

    /// One fit.
    private static final class Run {
        private final NDManager manager;
        private final TokenSequences tokens;
        private final SequenceSettings settings;
        private final Drawing drawing;
        private final TorchLstm lstm;
        private final Optimizer adam;
        private long accessesLeft;

        private Run(NDManager manager, TokenSequences tokens, SequenceSettings settings) {
            this.manager = manager;
            this.tokens = tokens;
            this.settings = settings;
            SplittableRandom random = new SplittableRandom(settings.seed());
            this.drawing = new Drawing(manager, random);
            this.lstm = TorchLstm.drawn(manager, tokens.vocabulary(), settings, random);
            this.adam = Optimizer.adam()
                    .optLearningRateTracker(Tracker.fixed(settings.learningRate()))
                    .build();
            this.accessesLeft = settings.accessesMax();
        }

        private LstmWeights run(NeuralFit.Watcher watcher) {
            LstmWeights best = lstm.weights();
            double bestLoss = Double.POSITIVE_INFINITY;
            int bestPass = 0;
            boolean wanted = true;
            for (int pass = 1; wanted && accessesLeft > 0 && pass - bestPass <= settings.patience(); pass++) {
                double trainingLoss = trainOnePass();
                double loss = validationLoss();
                if (loss < bestLoss) {
                    bestLoss = loss;
                    bestPass = pass;
                    best = lstm.weights();
                }
                wanted = watcher.passed(pass, trainingLoss, loss);
            }
            return best;
        }

        /// The mean loss, each batch before its step.
        private double trainOnePass() {
            int[] order = drawing.order(settings.windows(tokens.training().length));
            int seen = (int) Math.min(order.length, accessesLeft);
            double sum = 0;
            for (int from = 0; from < seen; from += settings.batchRows()) {
                int to = Math.min(from + settings.batchRows(), seen);
                sum += (to - from) * trainOneBatch(Arrays.copyOfRange(order, from, to));
            }
            accessesLeft -= seen;
            return sum / seen;
        }

        private float trainOneBatch(int[] starts) {
            try (NDManager step = manager.newSubManager()) {
                float found;
                try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    NDArray loss = loss(step, tokens.training(), starts);
                    collector.backward(loss);
                    found = loss.getFloat();
                }
                update();
                return found;
            }
        }

        private void update() {
            List<NDArray> gradients =
                    lstm.parameters().stream().map(NDArray::getGradient).toList();
            float share = clipped(gradients);
            for (int i = 0; i < gradients.size(); i++) {
                try (NDArray gradient = gradients.get(i)) {
                    gradient.muli(share);
                    adam.update("parameter" + i, lstm.parameters().get(i), gradient);
                    gradient.subi(gradient); // the engine adds to what is there
                }
            }
        }

        /// What is left of gradients that are too large.
        private float clipped(List<NDArray> gradients) {
            double squares = 0;
            for (NDArray gradient : gradients) {
                try (NDArray norm = gradient.norm()) {
                    squares += (double) norm.getFloat() * norm.getFloat();
                }
            }
            return (float) Math.min(1, settings.gradientMax() / Math.sqrt(squares));
        }

        private double validationLoss() {
            int windows = settings.windows(tokens.validation().length);
            int asked = Math.min(windows, VALIDATION_WINDOWS_MAX);
            double sum = 0;
            for (int from = 0; from < asked; from += settings.batchRows()) {
                int to = Math.min(from + settings.batchRows(), asked);
                int[] starts = IntStream.range(from, to)
                        .map(i -> (int) ((long) i * windows / asked))
                        .toArray();
                try (NDManager step = manager.newSubManager()) {
                    sum += (to - from) * loss(step, tokens.validation(), starts).getFloat();
                }
            }
            return sum / asked;
        }

        private NDArray loss(NDManager step, int[] all, int[] starts) {
            int last = settings.last();
            long[] windows = new long[starts.length * last];
            long[] following = new long[starts.length];
            for (int row = 0; row < starts.length; row++) {
                for (int i = 0; i < last; i++) {
                    windows[row * last + i] = all[starts[row] + i];
                }
                following[row] = all[starts[row] + last];
            }
            NDArray logits = lstm.logits(step.create(windows, new Shape(starts.length, last)));
            NDArray labels = step.create(following, new Shape(starts.length, 1));
            return logits.logSoftmax(1).gather(labels, 1).mean().neg();
        }
    }
}
