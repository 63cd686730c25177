package pakit.http;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.TensorSpec;

/// Rows of features that fit a model, made only of a request that was checked against the model's manifest.
///
/// @param features row-major, shared with the request
@SuppressWarnings("ArrayRecordComponent")
record InferenceInput(int rows, float[] features) {
    private static final Set<String> DATATYPES = Set.of(
            "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64",
            "BYTES");

    /// @throws PakitException.Invalid naming the tensor, what was found and what the model expects
    static InferenceInput of(InferenceRequest request, Manifest manifest) {
        TensorSpec spec = manifest.inputs().getFirst();
        requireOutputs(request.outputs(), manifest);
        InferenceRequest.Tensor tensor = only(request.inputs(), spec);
        requireDatatype(tensor, spec);
        requireShape(tensor, spec);
        tensor.flaw().ifPresent(flaw -> {
            throw invalid(tensor, flaw);
        });
        requireData(tensor);
        return new InferenceInput(Math.toIntExact(tensor.shape().getFirst()), tensor.values());
    }

    private static InferenceRequest.Tensor only(List<InferenceRequest.Tensor> inputs, TensorSpec spec) {
        for (InferenceRequest.Tensor input : inputs) {
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
        Set<String> known = manifest.outputs().stream().map(TensorSpec::name).collect(Collectors.toSet());
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new PakitException.Invalid("there is no output '" + name + "', the model gives " + known);
            }
        }
    }

    private static void requireDatatype(InferenceRequest.Tensor tensor, TensorSpec spec) {
        if (!DATATYPES.contains(tensor.datatype())) {
            throw invalid(tensor, "has the unknown datatype '" + tensor.datatype() + "', expected " + spec.datatype());
        }
        if (!tensor.datatype().equals(spec.datatype())) {
            throw invalid(tensor, "has datatype " + tensor.datatype() + ", expected " + spec.datatype());
        }
    }

    private static void requireShape(InferenceRequest.Tensor tensor, TensorSpec spec) {
        boolean fits = tensor.shape().size() == spec.shape().size();
        for (int i = 0; fits && i < spec.shape().size(); i++) {
            long expected = spec.shape().get(i);
            long found = tensor.shape().get(i);
            fits = expected < 0 ? found > 0 : found == expected;
        }
        if (!fits) {
            throw invalid(tensor, "has shape " + tensor.shape() + ", expected " + spec.shape() + " (-1: one or more)");
        }
    }

    private static void requireData(InferenceRequest.Tensor tensor) {
        long needed = tensor.shape().stream().reduce(1L, InferenceInput::product);
        if (needed != tensor.values().length) {
            throw invalid(
                    tensor,
                    "has " + tensor.values().length + " values, its shape " + tensor.shape() + " needs " + needed);
        }
        boolean flat = tensor.dimensions().size() == 1;
        if (!flat && !tensor.dimensions().equals(tensor.shape())) {
            throw invalid(tensor, "has data nested as " + tensor.dimensions() + ", its shape is " + tensor.shape());
        }
    }

    /// Saturates, so that absurd shapes cannot overflow into plausible ones.
    private static long product(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }

    private static PakitException.Invalid invalid(InferenceRequest.Tensor tensor, String what) {
        return new PakitException.Invalid("input '" + tensor.name() + "' " + what);
    }
}
