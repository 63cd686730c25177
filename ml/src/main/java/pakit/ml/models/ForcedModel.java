package pakit.ml.models;

/// A version that somebody wants live whatever the gate says, and why; the reason is kept in the model's history.
/// Minted by [Gate] alone.
public final class ForcedModel implements Cleared {
    private final Manifest manifest;
    private final String reason;

    ForcedModel(Manifest manifest, String reason) {
        this.manifest = manifest;
        this.reason = reason;
    }

    @Override
    public String model() {
        return manifest.name();
    }

    @Override
    public ModelVersion version() {
        return manifest.version();
    }

    /// Never blank.
    public String reason() {
        return reason;
    }
}
