package pakit.ml.models;

/// The right to make a version live. There are two, and each is minted in one place: [Gate].
public sealed interface Cleared permits ValidatedModel, ForcedModel {
    String model();

    ModelVersion version();
}
