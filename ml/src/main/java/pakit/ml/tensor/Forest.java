package pakit.ml.tensor;

import java.util.List;
import pakit.error.PakitException;

/// Regression trees whose leaves are added up, per output. Immutable and thread-safe; scratch memory belongs to the
/// calling thread.
public final class Forest implements Network {
    private static final int INPUTS_MAX = 1 << 16;

    private final ForestLayout layout;
    private final List<Tree> trees;
    private final ForestKernel kernel;

    private Forest(ForestLayout layout, List<Tree> trees, ForestKernel kernel) {
        this.layout = layout;
        this.trees = trees;
        this.kernel = kernel;
    }

    /// @param base per output, what is there before any tree
    /// @throws IllegalArgumentException if a tree is for an output or on a feature that there is not
    public static Forest of(int inputs, float[] base, List<Tree> trees) {
        if (inputs < 1 || inputs > INPUTS_MAX || base.length == 0) {
            throw new IllegalArgumentException("a forest has 1 to " + INPUTS_MAX + " inputs and at least one output, "
                    + "found " + inputs + " and " + base.length);
        }
        for (Tree tree : trees) {
            for (int feature : tree.features()) {
                if (feature >= inputs || tree.output() >= base.length) {
                    throw new IllegalArgumentException("a tree is for output " + tree.output() + " on feature "
                            + feature + ", there are " + base.length + " outputs and " + inputs + " inputs");
                }
            }
        }
        ForestLayout layout = ForestLayout.of(inputs, base, trees);
        return new Forest(layout, List.copyOf(trees), ForestKernel.best(layout));
    }

    /// Reads an ONNX file of one `TreeEnsembleRegressor` over complete trees, as [#toOnnx] writes it and as far as any
    /// tree of at most [Tree#DEPTH_MAX] levels with `BRANCH_LEQ` can be completed.
    ///
    /// @throws PakitException.Corrupt saying what was found
    public static Forest fromOnnx(byte[] onnx) {
        try {
            return ForestReader.read(OnnxFile.parse(onnx).getGraph());
        } catch (NotCovered e) {
            throw new PakitException.Corrupt(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public byte[] toOnnx(String inputName, String outputName) {
        return ForestWriter.write(layout.inputs(), layout.base(), trees, inputName, outputName);
    }

    /// By output, what is there before any tree.
    public float[] base() {
        return layout.base().clone();
    }

    public List<Tree> trees() {
        return trees;
    }

    Forest onVectors() {
        return new Forest(layout, trees, VectorForestKernel.on(layout).orElseThrow());
    }

    Forest inPlainJava() {
        return new Forest(layout, trees, new PlainForestKernel(layout));
    }

    @Override
    public int inputs() {
        return layout.inputs();
    }

    @Override
    public int outputs() {
        return layout.base().length;
    }

    @Override
    public void forward(int rows, float[] in, float[] out) {
        for (int row = 0; row < rows; row++) {
            kernel.apply(in, row * inputs(), 0, outputs(), out, row * outputs());
        }
    }

    @Override
    public void forward(int from, int to, float[] in, float[] out) {
        kernel.apply(in, 0, from, to, out, 0);
    }
}
