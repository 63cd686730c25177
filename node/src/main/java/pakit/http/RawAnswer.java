package pakit.http;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import pakit.ml.models.Manifest;
import pakit.ml.models.TensorSpec;
import pakit.ml.serving.Prediction;
import pakit.oip.ModelInferResponse;
import pakit.oip.ModelInferResponse.InferOutputTensor;

/// What all answers of one version to so many rows have in common, where tensors go as bytes.
///
/// @param before the answer's id
/// @param after it, until the tensor's bytes
@SuppressWarnings("ArrayRecordComponent") // package-private, written by nobody
record RawAnswer(Manifest manifest, int rows, int values, byte[] before, byte[] after) {
    private static final byte ID_TAG = 3 << 3 | 2;
    private static final byte[] NO_ID = {};
    private static final int CONTENTS_TAG = 6 << 3 | 2;

    static RawAnswer to(Prediction prediction) {
        Manifest manifest = prediction.manifest();
        TensorSpec spec = manifest.outputs().getFirst();
        int values = prediction.outputs().length;
        byte[] before = ModelInferResponse.newBuilder()
                .setModelName(manifest.name())
                .setModelVersion(manifest.version().text())
                .build()
                .toByteArray();
        var after = new ByteArrayOutputStream();
        after.writeBytes(ModelInferResponse.newBuilder()
                .addOutputs(InferOutputTensor.newBuilder()
                        .setName(spec.name())
                        .setDatatype(spec.datatype())
                        .addAllShape(spec.shape(prediction.rows())))
                .build()
                .toByteArray());
        after.write(CONTENTS_TAG);
        after.writeBytes(varint(Float.BYTES * values));
        return new RawAnswer(manifest, prediction.rows(), values, before, after.toByteArray());
    }

    private static byte[] varint(int value) {
        ByteBuffer bytes = ByteBuffer.allocate(CodedOutputStream.computeUInt32SizeNoTag(value));
        int left = value;
        while (bytes.remaining() > 1) {
            bytes.put((byte) (left | 0x80));
            left >>>= 7;
        }
        return bytes.put((byte) left).array();
    }

    boolean fits(Prediction prediction) {
        return manifest == prediction.manifest() && rows == prediction.rows() && values == prediction.outputs().length;
    }

    /// The whole answer behind its prefix.
    ///
    /// @param id ASCII; empty if the question had none
    byte[] frame(String id, float[] outputs) {
        byte[] head = id.isEmpty() ? NO_ID : idField(id);
        int size = before.length + head.length + after.length + Float.BYTES * outputs.length;
        ByteBuffer frame = ByteBuffer.allocate(GrpcAnswers.PREFIX_BYTES + size);
        frame.put((byte) 0).putInt(size).put(before).put(head).put(after);
        frame.order(ByteOrder.LITTLE_ENDIAN);
        for (float output : outputs) {
            frame.putFloat(output);
        }
        return frame.array();
    }

    private static byte[] idField(String id) {
        byte[] length = varint(id.length());
        return ByteBuffer.allocate(1 + length.length + id.length())
                .put(ID_TAG)
                .put(length)
                .put(id.getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
