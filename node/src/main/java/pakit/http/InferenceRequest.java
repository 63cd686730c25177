package pakit.http;

import java.util.List;
import java.util.Optional;

/// An inference request of the Open Inference Protocol v2, as it was sent.
///
/// @param id empty if the client gave none
/// @param outputs names of the wanted outputs; empty for all
record InferenceRequest(Optional<String> id, List<Tensor> inputs, List<String> outputs) {
    /// One input tensor. Not checked against any model yet.
    ///
    /// @param dimensions the nesting of `data` as it was written: one figure if it was flat
    /// @param values row-major; meaningless where there is a `flaw`
    /// @param flaw why `data` are no FP32 numbers, if so
    @SuppressWarnings("ArrayRecordComponent") // the hot path's values, handed on without a copy
    record Tensor(
            String name,
            String datatype,
            List<Long> shape,
            List<Long> dimensions,
            float[] values,
            Optional<String> flaw) {}
}
