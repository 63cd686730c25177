package pakit.inference;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.experiment.Trial;
import pakit.ml.models.Manifest;
import pakit.ml.serving.Lease;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Prediction;

/// The Open Inference Protocol without its wire: REST and gRPC read what was asked, call this, and write what came of
/// it. Thread-safe, and never waits.
///
/// A version is named by its text or by an alias; without one the live version answers. One lease holds from the check
/// of the request to the answer, so a swap in between changes neither.
public final class Inference {
    /// Of one request: 65 536 rows take some 30 ms of a core. More work belongs into several requests.
    public static final int ROWS_MAX = 1 << 16;

    private static final String PLATFORM = "onnx_onnxv1";
    private static final List<String> EXTENSIONS = List.of("binary_tensor_data", "model_repository");

    private final ModelServer models;
    private final @Nullable VersionTrials trials;
    private final BooleanSupplier open;

    /// @param experiments which may say which version answers; null if none do
    /// @param open false once the node takes no new requests
    public Inference(ModelServer models, @Nullable ABTestFramework experiments, BooleanSupplier open) {
        this.models = models;
        this.trials = experiments == null ? null : new VersionTrials(models, experiments);
        this.open = open;
    }

    /// As [#infer(String, String, String, List, List)], for nobody in particular.
    public Prediction infer(String model, @Nullable String version, List<InputTensor> inputs, List<String> outputs) {
        return infer(model, version, null, inputs, outputs);
    }

    /// Predicts with one version.
    ///
    /// @param version null for the live one, or the one that an experiment between versions has for the unit
    /// @param unit the user, or the request, on whose behalf this is asked; null for one that never comes again
    /// @param outputs names of the wanted outputs; empty for all
    /// @throws PakitException.NotFound if that model or version is not served
    /// @throws PakitException.Invalid naming the tensor, what was found and what the model expects
    /// @throws PakitException.Unavailable if the model fails
    public Prediction infer(
            String model,
            @Nullable String version,
            @Nullable String unit,
            List<InputTensor> inputs,
            List<String> outputs) {
        Trial trial = trials == null || version != null ? null : trials.trial(model, unit);
        if (trials != null && trial != null) {
            return trials.predict(trial, inputs, outputs);
        }
        try (Lease lease = lease(model, version)) {
            ModelInput input = ModelInput.of(inputs, outputs, lease.model().manifest());
            return models.predict(lease, input.rows(), input.features());
        }
    }

    /// @param version null for the live one
    /// @throws PakitException.NotFound if that model or version is not served
    public ModelMetadata metadata(String model, @Nullable String version) {
        try (Lease lease = lease(model, version)) {
            Manifest manifest = lease.model().manifest();
            return new ModelMetadata(
                    manifest.name(), models.registry().loaded(model), PLATFORM, manifest.inputs(), manifest.outputs());
        }
    }

    /// Returns if that model and version is served.
    ///
    /// @param version null for the live one
    /// @throws PakitException.NotFound if it is not
    public void requireReady(String model, @Nullable String version) {
        lease(model, version).close();
    }

    public ServerMetadata server() {
        String version = Inference.class.getPackage().getImplementationVersion();
        return new ServerMetadata("pakit", version == null ? "development" : version, EXTENSIONS);
    }

    /// Whether new requests are welcome.
    public boolean ready() {
        return open.getAsBoolean() && !models.healthCheck().status().equals("stopped");
    }

    private Lease lease(String model, @Nullable String version) {
        Lease lease = version == null
                ? models.registry().tryLease(model)
                : models.registry().tryLease(model, version);
        if (lease == null) {
            throw notServed(model, version);
        }
        return lease;
    }

    private PakitException.NotFound notServed(String model, @Nullable String version) {
        List<String> loaded = models.registry().loaded(model);
        return loaded.isEmpty()
                ? new PakitException.NotFound("no model '" + model + "' is loaded, loaded are "
                        + models.registry().models())
                : new PakitException.NotFound("model '" + model + "' has version " + loaded.getFirst()
                        + " live, version '" + version + "' is not served; served are " + loaded);
    }
}
