package pakit.http;

import java.util.List;
import java.util.Optional;
import pakit.inference.InputTensor;

/// An inference request of the Open Inference Protocol v2, as it was sent.
///
/// @param id empty if the client gave none
/// @param outputs names of the wanted outputs; empty for all
record InferenceRequest(Optional<String> id, List<InputTensor> inputs, List<String> outputs) {}
