package pakit.ml.tensor;

import java.util.Arrays;
import java.util.List;

/// An LSTM that reads tokens and says which come next: cells one upon the other, then a linear layer and a softmax over
/// the whole vocabulary. Immutable and thread-safe; what it remembers of a reader belongs to the caller.
///
/// ```
/// LstmNetwork.Memory memory = network.memory();
/// network.step(token, memory);                  // for each token that comes
/// network.likeliest(memory, tokens, chances);   // as many as there are places, likeliest first
/// ```
///
/// Once warm nothing is allocated but by [#memory].
public final class LstmNetwork {
    private static final DenseKernel BEST_DENSE = DenseKernel.best();
    private static final LstmKernel BEST = LstmKernel.best();

    private final LstmWeights weights;
    private final DenseLayer[] cells;
    private final DenseLayer output;
    private final DenseKernel dense;
    private final LstmKernel kernel;

    private LstmNetwork(
            LstmWeights weights, DenseLayer[] cells, DenseLayer output, DenseKernel dense, LstmKernel kernel) {
        this.weights = weights;
        this.cells = cells;
        this.output = output;
        this.dense = dense;
        this.kernel = kernel;
    }

    /// Twice as fast if the weights are [LstmWeights#rounded].
    public static LstmNetwork of(LstmWeights weights) {
        DenseLayer[] cells = weights.cells().stream().map(LstmNetwork::layer).toArray(DenseLayer[]::new);
        DenseLayer output = DenseLayer.of(weights.output(), weights.outputBiases());
        return new LstmNetwork(weights, cells, output, BEST_DENSE, BEST);
    }

    /// A cell's two matrices side by side: its input and what it said last are one row.
    private static DenseLayer layer(LstmWeights.Cell cell) {
        float[][] rows = new float[cell.biases().length][cell.inputs() + cell.units()];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(cell.input()[row], 0, rows[row], 0, cell.inputs());
            System.arraycopy(cell.hidden()[row], 0, rows[row], cell.inputs(), cell.units());
        }
        return DenseLayer.of(rows, cell.biases());
    }

    LstmNetwork onVectors() {
        return new LstmNetwork(weights, cells, output, new VectorDenseKernel(), new VectorLstmKernel());
    }

    LstmNetwork inPlainJava() {
        return new LstmNetwork(weights, cells, output, new PlainDenseKernel(), new PlainLstmKernel());
    }

    public int vocabulary() {
        return weights.vocabulary();
    }

    /// As ONNX Runtime reads it: `steps` tokens a row, as floats, to the logits of what comes after the last.
    ///
    /// @param steps -1 for any number of them
    public byte[] toOnnx(String inputName, String outputName, int steps) {
        return LstmWriter.write(weights, inputName, outputName, steps);
    }

    /// What a reader was seen to read, and room to compute. For one thread at a time.
    public static final class Memory {
        /// Per cell its input and, behind it, what it said last.
        private final float[][] inputs;

        private final float[][] contents;
        private final float[] gates;
        private final float[] logits;

        private Memory(List<LstmWeights.Cell> cells, int gates, int logits) {
            this.inputs = cells.stream()
                    .map(cell -> new float[cell.inputs() + cell.units()])
                    .toArray(float[][]::new);
            this.contents = cells.stream().map(cell -> new float[cell.units()]).toArray(float[][]::new);
            this.gates = new float[gates];
            this.logits = new float[logits];
        }

        /// As if nothing had been read.
        public void clear() {
            for (int i = 0; i < inputs.length; i++) {
                Arrays.fill(inputs[i], 0);
                Arrays.fill(contents[i], 0);
            }
        }
    }

    /// An empty one.
    public Memory memory() {
        int widest =
                Arrays.stream(cells).mapToInt(DenseLayer::paddedOutputs).max().orElseThrow();
        return new Memory(weights.cells(), widest, output.paddedOutputs());
    }

    /// @param token 0 to [#vocabulary]
    public void step(int token, Memory memory) {
        float[] first = weights.embedding()[token];
        System.arraycopy(first, 0, memory.inputs[0], 0, first.length);
        for (int i = 0; i < cells.length; i++) {
            float[] own = memory.inputs[i];
            int units = memory.contents[i].length;
            int told = own.length - units;
            dense.apply(cells[i], own, 0, own.length, 1, memory.gates, false);
            kernel.cell(memory.gates, units, memory.contents[i], own, told);
            if (i + 1 < cells.length) {
                System.arraycopy(own, told, memory.inputs[i + 1], 0, units);
            }
        }
    }

    /// The likeliest next tokens, as many as fit, likeliest first, with their share of the softmax over the whole
    /// vocabulary. Weights that are broken say so by chances of NaN.
    public void likeliest(Memory memory, int[] tokens, float[] chances) {
        say(memory);
        kernel.top(memory.logits, vocabulary(), tokens, chances);
        float most = chances[0];
        float sum = kernel.exp(memory.logits, 0, vocabulary(), 1, -most);
        for (int i = 0; i < chances.length; i++) {
            chances[i] = (float) Math.exp(chances[i] - most) / sum;
        }
    }

    /// For each token of the vocabulary how likely it comes next, before the softmax.
    public void logits(Memory memory, float[] logits) {
        say(memory);
        System.arraycopy(memory.logits, 0, logits, 0, vocabulary());
    }

    private void say(Memory memory) {
        float[] last = memory.inputs[cells.length - 1];
        int units = memory.contents[cells.length - 1].length;
        dense.apply(output, last, last.length - units, last.length, 1, memory.logits, false);
    }
}
