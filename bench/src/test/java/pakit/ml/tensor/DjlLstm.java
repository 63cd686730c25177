package pakit.ml.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;

/// An LSTM of DJL's own blocks that remembers what it read.
final class DjlLstm {
    private static final int LAST_AXIS = -1;

    private final NDManager manager;
    private final NDArray embedding;
    private final LSTM cells;
    private final Linear output;
    private final ParameterStore parameters;
    private final int last;

    /// What the cells said last and what they hold; empty in the beginning.
    private NDList memory = new NDList();

    DjlLstm(LstmWeights weights, NDManager manager) {
        this.manager = manager;
        int width = weights.embedding()[0].length;
        int units = weights.cells().getFirst().units();
        last = weights.cells().size() - 1;
        embedding = manager.create(DjlEngine.flat(weights.embedding()), new Shape(weights.vocabulary(), width));
        cells = LSTM.builder()
                .setStateSize(units)
                .setNumLayers(weights.cells().size())
                .optReturnState(true)
                .build();
        List<float[]> values = new ArrayList<>();
        for (LstmWeights.Cell cell : weights.cells()) {
            values.add(DjlEngine.flat(cell.input()));
            values.add(DjlEngine.flat(cell.hidden()));
            values.add(cell.biases());
            values.add(new float[cell.biases().length]); // PyTorch has two of them, and adds them up
        }
        DjlEngine.set(cells, values);
        cells.initialize(manager, DataType.FLOAT32, new Shape(1, 1, width));
        output = Linear.builder().setUnits(weights.vocabulary()).build();
        DjlEngine.set(output, List.of(DjlEngine.flat(weights.output()), weights.outputBiases()));
        output.initialize(manager, DataType.FLOAT32, new Shape(1, units));
        parameters = new ParameterStore(manager, false);
    }

    /// As if nothing had been read.
    void clear() {
        memory.close();
        memory = new NDList();
    }

    /// Reads on, and gives the chances of the likeliest next tokens, likeliest first.
    float[] likeliest(long[] tokens, int count) {
        try (NDManager call = manager.newSubManager()) {
            NDList top = read(call, tokens).softmax(LAST_AXIS).topK(count, LAST_AXIS);
            top.get(1).toLongArray();
            return top.get(0).toFloatArray();
        }
    }

    /// Reads on, and gives all that is said of the next token, before the softmax.
    float[] logits(long[] tokens) {
        try (NDManager call = manager.newSubManager()) {
            return read(call, tokens).toFloatArray();
        }
    }

    private NDArray read(NDManager call, long[] tokens) {
        NDArray row = call.create(tokens, new Shape(1, tokens.length));
        NDList in = new NDList(
                Embedding.embedding(row, embedding, SparseFormat.DENSE).singletonOrThrow());
        in.addAll(memory);
        NDList out = cells.forward(parameters, in, false);
        NDArray said = out.get(1).get(last);
        NDArray logits = output.forward(parameters, new NDList(said), false).singletonOrThrow();
        memory.close();
        memory = new NDList(out.get(1), out.get(2));
        memory.attach(manager);
        return logits;
    }
}
