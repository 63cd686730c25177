package pakit.inference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.TensorSpec;

/// Rows of features that fit a model, made only of tensors that were checked against the model's manifest.
///
/// @param features row-major, shared with the tensor
@SuppressWarnings("ArrayRecordComponent")
record ModelInput(int rows, float[] features) {
    private static final Set<String> DATATYPES = Set.of(
            "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64",
            "BYTES");

    /// @throws PakitException.Invalid naming the tensor, what was found and what the model expects
    static ModelInput of(List<InputTensor> inputs, List<String> outputs, Manifest manifest) {
        TensorSpec spec = manifest.inputs().getFirst();
        requireOutputs(outputs, manifest);
        InputTensor tensor = only(inputs, spec);
        requireDatatype(tensor, spec);
        requireShape(tensor, spec);
        if (tensor.flaw().isPresent()) {
            throw invalid(tensor, tensor.flaw().get());
        }
        requireCount(tensor);
        return new ModelInput(Math.toIntExact(tensor.shape()[0]), tensor.values());
    }

    private static InputTensor only(List<InputTensor> inputs, TensorSpec spec) {
        for (InputTensor input : inputs) {
            if (!input.name().equals(spec.name())) {
                throw new PakitException.Invalid(
                        "there is no input '" + input.name() + "', the model takes '" + spec.name() + "'");
            }
        }
        if (inputs.size() != 1) {
            throw new PakitException.Invalid(
                    "'inputs' must hold '" + spec.name() + "' once, found it " + inputs.size() + " times");
        }
        return inputs.getFirst();
    }

    private static void requireOutputs(List<String> wanted, Manifest manifest) {
        for (String name : wanted) {
            List<String> known =
                    manifest.outputs().stream().map(TensorSpec::name).toList();
            if (!known.contains(name)) {
                throw new PakitException.Invalid("there is no output '" + name + "', the model gives " + known);
            }
        }
    }

    private static void requireDatatype(InputTensor tensor, TensorSpec spec) {
        if (!DATATYPES.contains(tensor.datatype())) {
            throw invalid(tensor, "has the unknown datatype '" + tensor.datatype() + "', expected " + spec.datatype());
        }
        if (!tensor.datatype().equals(spec.datatype())) {
            throw invalid(tensor, "has datatype " + tensor.datatype() + ", expected " + spec.datatype());
        }
    }

    private static void requireShape(InputTensor tensor, TensorSpec spec) {
        long[] shape = tensor.shape();
        boolean fits = shape.length == spec.shape().size();
        for (int i = 0; fits && i < shape.length; i++) {
            long expected = spec.shape().get(i);
            fits = expected < 0 ? shape[i] > 0 : shape[i] == expected;
        }
        if (!fits) {
            throw invalid(
                    tensor,
                    "has shape " + Arrays.toString(shape) + ", expected " + spec.shape() + " (-1: one or more)");
        }
    }

    private static void requireCount(InputTensor tensor) {
        long needed = 1;
        for (long dimension : tensor.shape()) {
            needed = product(needed, dimension);
        }
        if (needed != tensor.values().length) {
            throw invalid(
                    tensor,
                    "has " + tensor.values().length + " values, its shape " + Arrays.toString(tensor.shape())
                            + " needs " + needed);
        }
        long rows = tensor.shape()[0];
        if (rows > Inference.ROWS_MAX) {
            throw invalid(
                    tensor,
                    "has " + rows + " rows, expected at most " + Inference.ROWS_MAX + "; send several requests");
        }
    }

    /// Saturates, so that absurd shapes cannot overflow into plausible ones.
    private static long product(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }

    private static PakitException.Invalid invalid(InputTensor tensor, String what) {
        return new PakitException.Invalid("input '" + tensor.name() + "' " + what);
    }
}
