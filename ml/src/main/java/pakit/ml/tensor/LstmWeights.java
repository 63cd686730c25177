package pakit.ml.tensor;

import java.util.List;

/// What an LSTM knows: a row of numbers for each token, cells one upon the other, and a linear layer that says of every
/// token how likely it comes next. The arrays are shared; nobody writes to them.
///
/// @param embedding `[vocabulary][width]`
/// @param cells the first reads the embedding, each other one the one before it
/// @param output `[vocabulary][units of the last cell]`
/// @param outputBiases `[vocabulary]`
public record LstmWeights(float[][] embedding, List<Cell> cells, float[][] output, float[] outputBiases) {
    /// Gates of a cell, in the order of PyTorch: input, forget, candidate, output.
    static final int GATES = 4;

    /// One cell: gates are `input · x + hidden · h + biases`, one block of `units` rows after the other.
    ///
    /// @param input `[4 · units][inputs]`
    /// @param hidden `[4 · units][units]`
    /// @param biases `[4 · units]`
    public record Cell(float[][] input, float[][] hidden, float[] biases) {
        public Cell {
            requireRows("input weights", input, biases.length);
            requireRows("hidden weights", hidden, biases.length);
            if (biases.length != GATES * hidden[0].length) {
                throw new IllegalArgumentException("a cell of " + hidden[0].length + " units has " + GATES
                        + " times as many gates, found " + biases.length);
            }
        }

        public int inputs() {
            return input[0].length;
        }

        public int units() {
            return hidden[0].length;
        }
    }

    /// @throws IllegalArgumentException if shapes do not chain
    public LstmWeights {
        cells = List.copyOf(cells);
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("an LSTM needs a cell");
        }
        requireRows("embedding", embedding, outputBiases.length);
        requireRows("output weights", output, outputBiases.length);
        int width = embedding[0].length;
        for (Cell cell : cells) {
            requireWidth("a cell", width, cell.inputs());
            width = cell.units();
        }
        requireWidth("the output layer", width, output[0].length);
    }

    public int vocabulary() {
        return embedding.length;
    }

    /// The same with weights of 16 bits, as [Bfloat16] rounds them: read in half the time. Biases and the embedding
    /// stay as they are, they cost nothing.
    public LstmWeights rounded() {
        List<Cell> all = cells.stream()
                .map(cell -> new Cell(rounded(cell.input), rounded(cell.hidden), cell.biases))
                .toList();
        return new LstmWeights(embedding, all, rounded(output), outputBiases);
    }

    private static float[][] rounded(float[][] rows) {
        float[][] rounded = new float[rows.length][rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < rows[row].length; i++) {
                rounded[row][i] = Bfloat16.nearest(rows[row][i]);
            }
        }
        return rounded;
    }

    private static void requireRows(String what, float[][] rows, int expected) {
        if (rows.length != expected || rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException(what + " must have " + expected + " rows, at least one, found "
                    + rows.length + (rows.length > 0 ? " of " + rows[0].length : ""));
        }
        for (float[] row : rows) {
            requireWidth(what, rows[0].length, row.length);
        }
    }

    private static void requireWidth(String what, int expected, int found) {
        if (found != expected) {
            throw new IllegalArgumentException(what + " must take rows of " + expected + ", found " + found);
        }
    }
}
