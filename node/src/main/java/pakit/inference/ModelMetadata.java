package pakit.inference;

import java.util.List;
import pakit.ml.models.TensorSpec;

/// What is known of a served model, in the words of the Open Inference Protocol.
///
/// @param versions those that may be asked for by name now
public record ModelMetadata(
        String name, List<String> versions, String platform, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    public ModelMetadata {
        versions = List.copyOf(versions);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
