package pakit.http;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.HexFormat;
import pakit.ml.models.Manifest;
import pakit.ml.models.TensorSpec;
import pakit.ml.serving.Prediction;

/// Writes the answers to inference requests (Open Inference Protocol v2): every wanted output of the one version that
/// answered, as JSON or as bytes behind it.
final class InferenceWriter {
    private static final int FIRST_CAPACITY = 1024;
    private static final int VALUE_CHARS_MAX = 17;
    private static final HexFormat HEX = HexFormat.of();

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    private InferenceWriter() {}

    static InferenceAnswer write(InferenceRequest request, Prediction prediction) {
        return new InferenceWriter().answer(request, prediction);
    }

    private InferenceAnswer answer(InferenceRequest request, Prediction prediction) {
        Manifest manifest = prediction.manifest();
        TensorSpec output = manifest.outputs().getFirst();
        TensorForm form = request.form(output.name());
        ascii("{\"model_name\":\"").ascii(manifest.name()); // names and versions need no escapes, by their grammars
        ascii("\",\"model_version\":\"").ascii(manifest.version().text());
        if (request.id().isPresent()) {
            ascii("\",\"id\":\"").escaped(request.id().get());
        }
        ascii("\",\"outputs\":[{\"name\":\"").escaped(output.name());
        ascii("\",\"datatype\":\"").ascii(output.datatype());
        float[] values = prediction.outputs();
        ascii("\",\"shape\":[").ascii(Integer.toString(prediction.rows()));
        for (int i = 1; i < output.shape().size(); i++) {
            ascii(",").ascii(Long.toString(output.shape().get(i)));
        }
        switch (form) {
            case JSON -> data(values);
            case BINARY ->
                ascii("],\"parameters\":{\"binary_data_size\":")
                        .ascii(Integer.toString(Float.BYTES * values.length))
                        .ascii("}}]}");
        }
        int jsonBytes = length;
        Buffer body = Buffer.buffer(jsonBytes + (form == TensorForm.BINARY ? Float.BYTES * values.length : 0));
        body.appendBytes(bytes, 0, jsonBytes);
        if (form == TensorForm.BINARY) {
            for (float value : values) {
                body.appendIntLE(Float.floatToRawIntBits(value));
            }
        }
        return new InferenceAnswer(body, jsonBytes);
    }

    /// Each in the fewest digits that read back.
    private void data(float[] values) {
        StringBuilder data = new StringBuilder(VALUE_CHARS_MAX * values.length);
        for (int i = 0; i < values.length; i++) {
            data.append(i == 0 ? "" : ",").append(values[i]);
        }
        ascii("],\"data\":[").ascii(data.toString()).ascii("]}]}");
    }

    @SuppressWarnings("deprecation") // the one copy without a detour that there is for ASCII
    private InferenceWriter ascii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        return this;
    }

    private void escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                ascii("\\").ascii(String.valueOf(c));
            } else if (c < ' ' || c > '~') {
                ascii("\\u").ascii(HEX.toHexDigits(c));
            } else {
                room(1);
                bytes[length++] = (byte) c;
            }
        }
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
