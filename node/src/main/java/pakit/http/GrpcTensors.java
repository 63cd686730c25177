package pakit.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pakit.error.PakitException;
import pakit.inference.InputTensor;
import pakit.ml.models.Manifest;
import pakit.ml.models.TensorSpec;
import pakit.ml.serving.Prediction;
import pakit.oip.InferTensorContents;
import pakit.oip.ModelInferRequest;
import pakit.oip.ModelInferRequest.InferInputTensor;
import pakit.oip.ModelInferRequest.InferRequestedOutputTensor;
import pakit.oip.ModelInferResponse;
import pakit.oip.ModelInferResponse.InferOutputTensor;

/// Tensors as they go over gRPC: typed contents, or bytes, which the answer then holds too.
final class GrpcTensors {
    private static final float[] NONE = {};

    private GrpcTensors() {}

    /// @throws PakitException.Invalid if it is not plain which data belong to which tensor
    static List<InputTensor> inputs(ModelInferRequest request) {
        int raw = request.getRawInputContentsCount();
        if (raw != 0 && raw != request.getInputsCount()) {
            throw new PakitException.Invalid("'raw_input_contents' must hold the bytes of every input, found " + raw
                    + " for " + request.getInputsCount() + " inputs");
        }
        List<InputTensor> tensors = new ArrayList<>(request.getInputsCount());
        for (int i = 0; i < request.getInputsCount(); i++) {
            InferInputTensor input = request.getInputs(i);
            tensors.add(raw == 0 ? typed(input) : raw(input, request.getRawInputContents(i)));
        }
        return tensors;
    }

    private static InputTensor raw(InferInputTensor input, ByteString bytes) {
        if (input.hasContents()) {
            throw new PakitException.Invalid(
                    "input '" + input.getName() + "' has both 'contents' and 'raw_input_contents'");
        }
        return InputTensor.raw(input.getName(), input.getDatatype(), shape(input), bytes.asReadOnlyByteBuffer());
    }

    private static InputTensor typed(InferInputTensor input) {
        InferTensorContents contents = input.getContents();
        float[] values = new float[contents.getFp32ContentsCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = contents.getFp32Contents(i);
        }
        if (hasOthers(contents)) {
            return new InputTensor(
                    input.getName(),
                    input.getDatatype(),
                    shape(input),
                    NONE,
                    Optional.of("has contents other than 'fp32_contents'"));
        }
        return InputTensor.of(input.getName(), input.getDatatype(), shape(input), values);
    }

    private static boolean hasOthers(InferTensorContents contents) {
        return contents.getBoolContentsCount()
                        + contents.getIntContentsCount()
                        + contents.getInt64ContentsCount()
                        + contents.getUintContentsCount()
                        + contents.getUint64ContentsCount()
                        + contents.getFp64ContentsCount()
                        + contents.getBytesContentsCount()
                > 0;
    }

    private static long[] shape(InferInputTensor input) {
        long[] shape = new long[input.getShapeCount()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = input.getShape(i);
        }
        return shape;
    }

    static List<String> outputs(ModelInferRequest request) {
        return request.getOutputsCount() == 0
                ? List.of()
                : request.getOutputsList().stream()
                        .map(InferRequestedOutputTensor::getName)
                        .toList();
    }

    static ModelInferResponse answer(ModelInferRequest request, Prediction prediction) {
        Manifest manifest = prediction.manifest();
        TensorSpec spec = manifest.outputs().getFirst();
        float[] values = prediction.outputs();
        InferOutputTensor.Builder output = InferOutputTensor.newBuilder()
                .setName(spec.name())
                .setDatatype(spec.datatype())
                .addAllShape(spec.shape(prediction.rows()));
        ModelInferResponse.Builder answer = ModelInferResponse.newBuilder()
                .setModelName(manifest.name())
                .setModelVersion(manifest.version().text())
                .setId(request.getId());
        if (request.getRawInputContentsCount() == 0) {
            InferTensorContents.Builder contents = InferTensorContents.newBuilder();
            for (float value : values) {
                contents.addFp32Contents(value);
            }
            output.setContents(contents);
        } else {
            answer.addRawOutputContents(bytes(values));
        }
        return answer.addOutputs(output).build();
    }

    private static ByteString bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return UnsafeByteOperations.unsafeWrap(bytes); // nobody else has it
    }
}
