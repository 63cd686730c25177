package pakit.http;

/// How the values of a tensor travel: as JSON numbers, or as bytes behind the JSON (the binary tensor data extension).
enum TensorForm {
    JSON,
    BINARY
}
