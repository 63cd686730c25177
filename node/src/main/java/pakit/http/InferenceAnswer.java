package pakit.http;

import io.vertx.core.buffer.Buffer;

/// An answer as it goes out.
///
/// @param jsonBytes how much of `body` is JSON; the rest is the bytes of tensors
record InferenceAnswer(Buffer body, int jsonBytes) {
    boolean hasBinary() {
        return jsonBytes < body.length();
    }
}
