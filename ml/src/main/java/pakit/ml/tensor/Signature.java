package pakit.ml.tensor;

import java.util.List;
import pakit.ml.onnx.GraphProto;
import pakit.ml.onnx.TensorProto;

/// What the tensors of an ONNX file are called and how they are shaped.
public record Signature(Tensor input, Tensor output) {
    /// @param shape of floats; the first dimension is the number of rows, -1
    public record Tensor(String name, List<Long> shape) {
        public Tensor {
            shape = List.copyOf(shape);
        }

        /// Floats in one row.
        public int width() {
            return Math.toIntExact(
                    shape.stream().skip(1).mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
        }
    }

    /// Of a file that is computed by `network`.
    ///
    /// @param onnx that `network` was read from
    public static Signature of(byte[] onnx, Network network) {
        if (network instanceof RuntimeNetwork runtime) {
            return runtime.signature();
        }
        GraphProto graph = OnnxFile.parse(onnx).getGraph();
        List<String> weights =
                graph.getInitializerList().stream().map(TensorProto::getName).toList();
        String input = graph.getInputList().stream()
                .map(given -> given.getName())
                .filter(name -> !weights.contains(name))
                .findFirst()
                .orElseThrow();
        return new Signature(
                new Tensor(input, List.of(-1L, (long) network.inputs())),
                new Tensor(graph.getOutput(0).getName(), List.of(-1L, (long) network.outputs())));
    }
}
