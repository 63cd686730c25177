package pakit.ml.serving;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.alerts.AlertBook;
import pakit.ml.models.Cleared;
import pakit.ml.models.Gate;
import pakit.ml.models.GateThresholds;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelLoader;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.PakitModel;
import pakit.ml.telemetry.TelemetryEvent;

/// Serves the live version of every model in a model directory: start, predict, swap, roll back, stop. Thread-safe.
///
/// A swap loads and checks the new version beside the old, writes the journal, then publishes with one volatile write.
/// Running calls finish on the old version, which is closed when the last of them ends. Swaps of one model are
/// serialised; calls never wait for them.
public final class ModelServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);

    private final Path modelDir;
    private final VersionManager versions;
    private final VersionLoader loader;
    private final Admission admission;
    private final ModelMonitor monitor;
    private final ModelRegistry registry;
    private final Predictor predictor;
    private final Breakers breakers;
    private final Problems problems = new Problems();
    private final Turns turns = new Turns();
    private final Aliases aliases;
    private final StartUp startUp;
    private final ModelRepository repository;
    private final Watching watching;
    private volatile Listener listener = (model, rows, features) -> {};

    /// Told of predictions that strangers asked for and got, on their threads; must not block.
    @FunctionalInterface
    public interface Listener {
        /// @param features row-major; the caller's, to be copied by who keeps them
        void answered(String model, int rows, float[] features);
    }

    /// A server with the standard gate, without circuit breakers and telemetry, whose alerts last as long as it does.
    public ModelServer(Path modelDir, ModelLoader loader) {
        this(modelDir, loader, Gate.standard(modelDir, GateThresholds.STANDARD));
    }

    public ModelServer(Path modelDir, ModelLoader loader, Gate gate) {
        this(modelDir, loader, gate, model -> "CLOSED", event -> {}, Monitoring.standard());
    }

    /// @param gate what a version has to pass before it first goes live
    /// @param breakers a change of version is told to them
    /// @param events told of every failed and every timed prediction, on the calling thread; must not block
    /// @param monitoring belongs to the server from then on: [#close] closes it
    public ModelServer(
            Path modelDir,
            ModelLoader loader,
            Gate gate,
            Breakers breakers,
            Consumer<TelemetryEvent> events,
            Monitoring monitoring) {
        this.modelDir = modelDir;
        this.versions = new VersionManager(modelDir);
        this.loader = new VersionLoader(loader);
        this.admission = new Admission(gate, versions, this.loader, this::live);
        this.breakers = breakers;
        this.watching = new Watching(monitoring, InstantSource.system(), System::nanoTime);
        this.monitor = watching.monitor(this::liveVersion, breakers::state);
        this.registry = new ModelRegistry(modelDir, monitor::meter);
        this.aliases = new Aliases(turns, versions, this.loader, registry, problems);
        this.startUp = new StartUp(versions, this.loader, registry, aliases, problems);
        this.repository = new ModelRepository(turns, versions, startUp, registry, problems);
        this.predictor = new Predictor(events);
        watching.over(monitor, this::healthCheck);
    }

    /// Loads the live version of every model. A version that cannot be loaded is refused by name and reason, and the
    /// one that was live before it serves; a model without a usable version is reported and the others start.
    public void start() {
        start(model -> true);
    }

    /// As [#start()], of those models alone that are `wanted`; nobody answers for the others.
    public void start(Predicate<String> wanted) {
        turns.begin(() -> {
            LOG.info("Loading models from {}", modelDir);
            versions.models().stream().filter(wanted).forEach(startUp::start);
            watching.start();
            LOG.info("Model server started with {} models", registry.models().size());
        });
    }

    /// Unloads all models; each is closed when its last call has ended.
    public void stop() {
        turns.end(() -> {
            watching.stop();
            registry.clear();
        });
    }

    /// Predicts `rows` rows of features with the live version.
    ///
    /// @throws PakitException.NotFound if no such model is loaded
    /// @throws PakitException.Invalid if the shape is wrong or a value is not finite
    /// @throws PakitException.Unavailable if the model fails or answers what is not a number
    public Prediction predict(String model, int rows, float[] features) {
        try (Lease lease = registry.lease(model)) {
            return predict(lease, rows, features);
        }
    }

    /// As [#predict(String, int, float[])], with the version that `lease` holds.
    public Prediction predict(Lease lease, int rows, float[] features) {
        Prediction prediction = predictor.predict(lease, rows, features);
        listener.answered(prediction.manifest().name(), rows, features);
        return prediction;
    }

    /// From here on `told` is the one that is told of predictions.
    public void listener(Listener told) {
        listener = told;
    }

    /// A registered version, loaded and self-checked for the caller alone, who closes it; it serves nobody.
    public PakitModel open(String model, ModelVersion version) {
        return loader.load(versions.artifact(model, version));
    }

    /// Predicts one row given by feature name.
    public Prediction predict(String model, Map<String, ? extends Number> features) {
        try (Lease lease = registry.lease(model)) {
            return predictor.predict(lease, 1, lease.model().schema().row(features));
        }
    }

    /// Registers the artifact at `newModelPath` as `newVersion` if it is new, loads it beside the old, and publishes
    /// it. A failed load, or a gate that says no, leaves the old version serving and registers nothing.
    public void hotSwapModel(String model, Path newModelPath, String newVersion) {
        ModelArtifact artifact = ModelArtifact.read(newModelPath, model, ModelVersion.parse(newVersion));
        goLive(artifact, admission.judged(artifact), cleared -> enter(artifact, cleared, new Cause("api", "hot swap")));
    }

    private void enter(ModelArtifact artifact, Cleared cleared, Cause cause) {
        versions.register(artifact);
        versions.activate(cleared, cause);
    }

    /// Registers what the learner behind the live version knows by now, and makes that live. It has to pass the gate,
    /// but is compared with nothing: it is what answers already.
    void checkpoint(ModelArtifact artifact, Cause cause) {
        Supplier<Cleared> judged = admission.judgedAlone(artifact);
        Supplier<Cleared> gatekeeper = () -> admission.ofLiveParent(artifact, judged.get());
        goLive(artifact, gatekeeper, cleared -> enter(artifact, cleared, cause));
    }

    /// Makes a registered version live.
    public void swap(String model, ModelVersion version, String reason) {
        swap(model, version, new Cause("api", reason));
    }

    /// Makes a registered version live if the gate lets it pass: at first it is evaluated, which may take seconds and
    /// holds up nothing; later swaps to it take that as known. A failed load leaves the old version serving.
    ///
    /// @throws PakitException.NotFound naming the model or the version
    /// @throws PakitException.Corrupt saying why the version was refused
    /// @throws PakitException.Refused with the checks of the gate that failed
    public void swap(String model, ModelVersion version, Cause cause) {
        ModelArtifact artifact = versions.artifact(model, version);
        goLive(artifact, admission.judged(artifact), cleared -> versions.activate(cleared, cause));
    }

    /// As [#swap(String, ModelVersion, Cause)], whatever the gate says. The cause's reason is kept in the history.
    ///
    /// @throws PakitException.Invalid if there is no reason
    public void force(String model, ModelVersion version, Cause cause) {
        ModelArtifact artifact = versions.artifact(model, version);
        goLive(artifact, admission.forced(artifact, cause.reason()), cleared -> versions.activate(cleared, cause));
    }

    /// Goes back to the newest earlier activation that has not itself been rolled back, and answers its version.
    ///
    /// @throws PakitException.NotFound if there is none
    public ModelVersion rollbackModel(String model) {
        return rollbackModel(model, new Cause("api", ""));
    }

    /// As [#rollbackModel(String)], with who asked and why.
    public ModelVersion rollbackModel(String model, Cause cause) {
        versions.history(model); // an unknown model ends here
        return turns.take(model, () -> {
            LOG.info("Rolling back model '{}'", model);
            ModelVersion target = versions.rollbackTarget(model)
                    .orElseThrow(() -> new PakitException.NotFound(
                            "model " + model + " has no earlier activation to go back to; name a version with swap"));
            PakitModel loaded = loader.load(versions.artifact(model, target));
            return goLive(model, loaded, () -> versions.rollBack(model, target, cause));
        });
    }

    /// The manifest of the version that serves now, or empty if no version of `model` is loaded. Does not block.
    public Optional<Manifest> live(String model) {
        return registry.live(model);
    }

    public HealthReport healthCheck() {
        return new HealthSummary(registry, monitor, breakers::state, problems.all()).report(watching.uptime());
    }

    /// Registers and activates each of `artifacts` whose model has no history yet; call it before [#start].
    public void installDefaults(List<ModelArtifact> artifacts) {
        versions.installDefaults(
                artifacts, artifact -> admission.judged(artifact).get());
    }

    public VersionManager versions() {
        return versions;
    }

    public Admission admission() {
        return admission;
    }

    public ModelRegistry registry() {
        return registry;
    }

    public Aliases aliases() {
        return aliases;
    }

    public ModelRepository repository() {
        return repository;
    }

    public Breakers breakers() {
        return breakers;
    }

    public ModelMonitor monitor() {
        return monitor;
    }

    /// What is wrong, and was.
    public AlertBook alerts() {
        return watching.alerts();
    }

    /// Stops, and closes what alerts stand on.
    @Override
    public void close() {
        stop();
        watching.close();
    }

    private Optional<String> liveVersion(String model) {
        return registry.live(model).map(Manifest::version).map(ModelVersion::text);
    }

    private void goLive(ModelArtifact artifact, Supplier<Cleared> gatekeeper, Consumer<Cleared> journal) {
        Manifest wanted = artifact.manifest();
        turns.take(wanted.name(), () -> {
            LOG.info("Hot-swapping model '{}' to version {}", wanted.name(), wanted.version());
            Cleared cleared = gatekeeper.get();
            return goLive(wanted.name(), loader.load(artifact), () -> journal.accept(cleared));
        });
    }

    /// Writes the journal, then publishes: what is live after a restart was live before it, or was about to be.
    private ModelVersion goLive(String model, PakitModel loaded, Runnable journal) {
        try {
            journal.run();
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
        registry.publish(model, loaded);
        problems.live(model, Optional.empty());
        aliases.versionChanged(model);
        breakers.versionChanged(model);
        ModelVersion version = loaded.manifest().version();
        LOG.info("Successfully swapped '{}' to v{}", model, version);
        return version;
    }
}
