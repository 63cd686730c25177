package pakit.ml.tensor;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import java.util.ArrayList;
import java.util.List;

/// A network of DJL's own blocks, asked for one row.
final class DjlNetwork implements AutoCloseable {
    private final NDManager manager;
    private final SequentialBlock block = new SequentialBlock();
    private final ParameterStore parameters;
    private final Model model = Model.newInstance("network", DjlEngine.NAME);
    private final Predictor<float[], float[]> predictor;

    DjlNetwork(DenseShape shape, NDManager manager) {
        this.manager = manager;
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < shape.weights().length; i++) {
            if (i > 0) {
                block.add(Activation.reluBlock());
            }
            block.add(Linear.builder().setUnits(shape.biases()[i].length).build());
            values.add(DjlEngine.flat(shape.weights()[i]));
            values.add(shape.biases()[i]);
        }
        DjlEngine.set(block, values);
        block.initialize(manager, DataType.FLOAT32, new Shape(1, DenseShape.INPUTS));
        parameters = new ParameterStore(manager, false);
        model.setBlock(block);
        predictor = model.newPredictor(new Rows());
    }

    /// The block itself, its arrays freed after the call.
    float[] forward(float[] row) {
        try (NDManager call = manager.newSubManager()) {
            NDList in = new NDList(call.create(row, new Shape(1, row.length)));
            return block.forward(parameters, in, false).singletonOrThrow().toFloatArray();
        }
    }

    /// By the class that DJL has for it.
    float[] predict(float[] row) throws TranslateException {
        return predictor.predict(row);
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
    }

    /// From and to rows.
    private static final class Rows implements NoBatchifyTranslator<float[], float[]> {
        @Override
        public NDList processInput(TranslatorContext context, float[] row) {
            return new NDList(context.getNDManager().create(row, new Shape(1, row.length)));
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList list) {
            return list.singletonOrThrow().toFloatArray();
        }
    }
}
