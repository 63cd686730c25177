package pakit.ml.models;

/// A version that passed the gate. Minted by [Gate] alone.
public final class ValidatedModel implements Cleared {
    private final Manifest manifest;
    private final GateReport report;

    ValidatedModel(Manifest manifest, GateReport report) {
        if (!report.passed()) {
            throw new IllegalArgumentException(manifest.title() + " did not pass: " + report.failures());
        }
        this.manifest = manifest;
        this.report = report;
    }

    @Override
    public String model() {
        return manifest.name();
    }

    @Override
    public ModelVersion version() {
        return manifest.version();
    }

    public GateReport report() {
        return report;
    }
}
