package pakit.ml.models;

import java.util.ArrayList;
import java.util.List;

/// The name, element type and shape of a served tensor, in the words of the Open Inference Protocol.
///
/// @param datatype such as `FP32`
/// @param shape `-1` where any size is taken
public record TensorSpec(String name, String datatype, List<Long> shape) {
    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /// Of so many rows.
    public List<Long> shape(int rows) {
        List<Long> given = new ArrayList<>(shape);
        given.set(0, (long) rows);
        return given;
    }

    /// Floats in one row: all dimensions but the first, which is the number of rows.
    public int width() {
        return Math.toIntExact(shape.stream().skip(1).mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
    }
}
