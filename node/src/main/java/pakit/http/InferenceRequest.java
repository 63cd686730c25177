package pakit.http;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.inference.InputTensor;

/// An inference request of the Open Inference Protocol v2, as it was sent.
///
/// @param id empty if the client gave none
/// @param outputs the wanted ones; empty for all
/// @param form of outputs that do not say theirs
record InferenceRequest(Optional<String> id, List<InputTensor> inputs, List<WantedOutput> outputs, TensorForm form) {
    /// @param form null for that of the request
    record WantedOutput(String name, @Nullable TensorForm form) {}

    List<String> outputNames() {
        return outputs.isEmpty()
                ? List.of()
                : outputs.stream().map(WantedOutput::name).toList();
    }

    TensorForm form(String output) {
        for (WantedOutput wanted : outputs) {
            if (wanted.name().equals(output) && wanted.form() != null) {
                return wanted.form();
            }
        }
        return form;
    }
}
