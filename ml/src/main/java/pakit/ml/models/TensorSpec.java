package pakit.ml.models;

import java.util.List;

/// The name, element type and shape of a served tensor, in the words of the Open Inference Protocol.
///
/// @param datatype such as `FP32`
/// @param shape `-1` where any size is taken
public record TensorSpec(String name, String datatype, List<Long> shape) {
    public TensorSpec {
        shape = List.copyOf(shape);
    }
}
