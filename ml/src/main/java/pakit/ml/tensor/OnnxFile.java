package pakit.ml.tensor;

import com.google.protobuf.InvalidProtocolBufferException;
import pakit.error.PakitException;
import pakit.ml.onnx.ModelProto;

/// An ONNX file as protobuf.
final class OnnxFile {
    private OnnxFile() {}

    /// @throws PakitException.Corrupt if it is none, or truncated
    static ModelProto parse(byte[] onnx) {
        try {
            ModelProto model = ModelProto.parseFrom(onnx);
            if (!model.hasGraph() || model.getOpsetImportCount() == 0) {
                throw new PakitException.Corrupt(
                        "no ONNX file, or a truncated one: it has no graph or no operator set; export it again");
            }
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw new PakitException.Corrupt(
                    "no ONNX file, or a truncated one: " + e.getMessage() + "; export it again", e);
        }
    }
}
