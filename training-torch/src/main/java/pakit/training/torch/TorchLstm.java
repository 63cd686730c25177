package pakit.training.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import pakit.ml.tensor.LstmWeights;
import pakit.training.SequenceSettings;

/// An LSTM in PyTorch: an embedding, two cells, a linear layer over the vocabulary.
///
/// @param parameters the embedding; of each cell the weights of its input and of what it said last, and two biases that
///     add up; weights and biases of the linear layer
record TorchLstm(List<NDArray> parameters) {
    private static final int GATES = 4;
    private static final int OF_CELL = 4;
    private static final int CELLS_FROM = 1;
    private static final int CELLS_TO = CELLS_FROM + OF_CELL * SequenceSettings.CELLS;

    TorchLstm {
        parameters = List.copyOf(parameters);
    }

    /// First weights as PyTorch draws them.
    static TorchLstm drawn(NDManager manager, int vocabulary, SequenceSettings settings, SplittableRandom random) {
        int units = settings.units();
        double bound = 1 / Math.sqrt(units);
        Drawing drawing = new Drawing(manager, random);
        List<NDArray> all = new ArrayList<>();
        all.add(drawing.normal(new Shape(vocabulary, settings.width())));
        for (int cell = 0; cell < SequenceSettings.CELLS; cell++) {
            all.add(drawing.uniform(new Shape(GATES * units, cell == 0 ? settings.width() : units), bound));
            all.add(drawing.uniform(new Shape(GATES * units, units), bound));
            all.add(drawing.uniform(new Shape(GATES * units), bound));
            all.add(drawing.uniform(new Shape(GATES * units), bound));
        }
        all.add(drawing.uniform(new Shape(vocabulary, units), bound));
        all.add(drawing.uniform(new Shape(vocabulary), bound));
        all.forEach(parameter -> parameter.setRequiresGradient(true));
        return new TorchLstm(all);
    }

    /// Of weights that were fitted, to compute the same with them.
    static TorchLstm of(NDManager manager, LstmWeights weights) {
        List<NDArray> all = new ArrayList<>();
        all.add(manager.create(weights.embedding()));
        for (LstmWeights.Cell cell : weights.cells()) {
            all.add(manager.create(cell.input()));
            all.add(manager.create(cell.hidden()));
            all.add(manager.create(cell.biases()));
            all.add(manager.create(new float[cell.biases().length]));
        }
        all.add(manager.create(weights.output()));
        all.add(manager.create(weights.outputBiases()));
        return new TorchLstm(all);
    }

    /// Logits of what comes after each row of tokens; belong to the manager of the tokens.
    NDArray logits(NDArray tokens) {
        NDArray embedded = tokens.getNDArrayInternal()
                .embedding(tokens, parameters.getFirst(), SparseFormat.DENSE)
                .singletonOrThrow();
        long units = parameters.get(CELLS_FROM + 1).getShape().get(1);
        NDArray nothing = tokens.getManager()
                .zeros(new Shape(SequenceSettings.CELLS, tokens.getShape().get(0), units));
        NDList said = embedded.getNDArrayInternal()
                .lstm(
                        embedded,
                        new NDList(nothing, nothing),
                        new NDList(parameters.subList(CELLS_FROM, CELLS_TO)),
                        true,
                        SequenceSettings.CELLS,
                        0,
                        true,
                        false,
                        true);
        NDArray last = said.getFirst().get(new NDIndex(":, -1"));
        return last.getNDArrayInternal()
                .linear(last, parameters.get(CELLS_TO), parameters.get(CELLS_TO + 1))
                .singletonOrThrow();
    }

    LstmWeights weights() {
        List<LstmWeights.Cell> cells = new ArrayList<>();
        for (int at = CELLS_FROM; at < CELLS_TO; at += OF_CELL) {
            cells.add(new LstmWeights.Cell(
                    matrix(parameters.get(at)),
                    matrix(parameters.get(at + 1)),
                    sum(
                            parameters.get(at + 2).toFloatArray(),
                            parameters.get(at + 3).toFloatArray())));
        }
        return new LstmWeights(
                matrix(parameters.getFirst()),
                cells,
                matrix(parameters.get(CELLS_TO)),
                parameters.get(CELLS_TO + 1).toFloatArray());
    }

    private static float[] sum(float[] first, float[] second) {
        float[] sum = new float[first.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = first[i] + second[i];
        }
        return sum;
    }

    static float[][] matrix(NDArray array) {
        int rows = (int) array.getShape().get(0);
        int columns = (int) array.getShape().get(1);
        float[] flat = array.toFloatArray();
        float[][] matrix = new float[rows][columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(flat, row * columns, matrix[row], 0, columns);
        }
        return matrix;
    }
}
