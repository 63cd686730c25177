package pakit.ml.tensor;

import java.util.List;
import java.util.stream.Stream;
import pakit.error.PakitException;
import pakit.ml.onnx.AttributeProto;
import pakit.ml.onnx.GraphProto;
import pakit.ml.onnx.ModelProto;
import pakit.ml.onnx.NodeProto;
import pakit.ml.onnx.SparseTensorProto;
import pakit.ml.onnx.TensorProto;

/// An ONNX file can name other files that hold its weights: whoever loads it would read any file that it names. So all
/// weights have to be in the file itself, in every graph of it, however deep.
final class SelfContained {
    private static final int EXTERNAL = 1;
    private static final int DEPTH_MAX = 64;

    private SelfContained() {}

    /// @throws PakitException.Corrupt naming the first tensor that is elsewhere
    static void require(ModelProto model) {
        requireGraph(model.getGraph(), 0);
        model.getTrainingInfoList().forEach(info -> {
            requireGraph(info.getInitialization(), 0);
            requireGraph(info.getAlgorithm(), 0);
        });
        model.getFunctionsList().forEach(function -> {
            requireNodes(function.getNodeList(), 0);
            function.getAttributeProtoList().forEach(attribute -> requireAttribute(attribute, 0));
        });
    }

    private static void requireGraph(GraphProto graph, int depth) {
        if (depth > DEPTH_MAX) {
            throw new PakitException.Corrupt("ONNX graphs are nested deeper than " + DEPTH_MAX);
        }
        graph.getInitializerList().forEach(SelfContained::requireTensor);
        graph.getSparseInitializerList().forEach(SelfContained::requireSparse);
        requireNodes(graph.getNodeList(), depth);
    }

    private static void requireNodes(List<NodeProto> nodes, int depth) {
        nodes.forEach(node -> node.getAttributeList().forEach(attribute -> requireAttribute(attribute, depth)));
    }

    private static void requireAttribute(AttributeProto attribute, int depth) {
        Stream.concat(Stream.of(attribute.getT()), attribute.getTensorsList().stream())
                .forEach(SelfContained::requireTensor);
        Stream.concat(Stream.of(attribute.getSparseTensor()), attribute.getSparseTensorsList().stream())
                .forEach(SelfContained::requireSparse);
        if (attribute.hasG()) {
            requireGraph(attribute.getG(), depth + 1);
        }
        attribute.getGraphsList().forEach(graph -> requireGraph(graph, depth + 1));
    }

    private static void requireSparse(SparseTensorProto sparse) {
        requireTensor(sparse.getValues());
        requireTensor(sparse.getIndices());
    }

    private static void requireTensor(TensorProto tensor) {
        if (tensor.getDataLocation() == EXTERNAL || tensor.getExternalDataCount() > 0) {
            throw new PakitException.Corrupt("weights '" + tensor.getName()
                    + "' are in another file; a model is one file: export it with its weights inside");
        }
    }
}
