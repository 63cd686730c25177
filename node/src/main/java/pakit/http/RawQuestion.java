package pakit.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import pakit.inference.InputTensor;
import pakit.ml.models.CompressionPredictor;

/// A ModelInferRequest in its most frequent form: one input, its bytes in `raw_input_contents`, text in ASCII; no
/// parameters, no wanted outputs, no field twice.
///
/// @param version empty for the live one
/// @param id empty if it has none
record RawQuestion(String model, String version, String id, InputTensor input) {
    private static final KnownNames NAMES = KnownNames.of(CompressionPredictor.NAME, "features", "FP32");
    private static final int RANK_MAX = 4;

    /// Null if the message has another form, or is none at all.
    static @Nullable RawQuestion read(byte[] message) {
        WireCursor wire = new WireCursor(message, 0, message.length);
        String model = null;
        String version = null;
        String id = null;
        Head head = null;
        ByteBuffer bytes = null;
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> model = wire.text(NAMES, model);
                case 2 -> version = wire.text(NAMES, version);
                case 3 -> id = wire.text(NAMES, id);
                case 5 -> head = head == null ? Head.read(wire.inside()) : null;
                case 7 -> bytes = bytes == null ? wire.bytes() : null;
                default -> wire.refuse();
            }
            if ((wire.field() == 5 && head == null) || (wire.field() == 7 && bytes == null)) {
                wire.refuse();
            }
        }
        return !wire.isWhole() || head == null || bytes == null
                ? null
                : new RawQuestion(
                        orEmpty(model),
                        orEmpty(version),
                        orEmpty(id),
                        InputTensor.raw(head.name(), head.datatype(), head.shape(), bytes));
    }

    /// An input without its bytes.
    @SuppressWarnings("ArrayRecordComponent") // handed on
    private record Head(String name, String datatype, long[] shape) {
        private static final long[] NO_SHAPE = {};

        static @Nullable Head read(WireCursor wire) {
            String name = null;
            String datatype = null;
            long[] shape = null;
            while (wire.next()) {
                switch (wire.field()) {
                    case 1 -> name = wire.text(NAMES, name);
                    case 2 -> datatype = wire.text(NAMES, datatype);
                    case 3 -> {
                        if (shape != null) {
                            wire.refuse();
                        }
                        shape = wire.numbers(RANK_MAX);
                    }
                    default -> wire.refuse();
                }
            }
            return wire.isWhole() ? new Head(orEmpty(name), orEmpty(datatype), shape == null ? NO_SHAPE : shape) : null;
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
