package pakit.node;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.dag.Attributes;
import pakit.dag.DagBackend;
import pakit.jobs.QuietJobs;
import pakit.ml.alerts.AlertBook;
import pakit.ml.alerts.Alerting;
import pakit.ml.database.PakitDatabase;
import pakit.ml.database.SettingsTable;
import pakit.ml.drift.DriftWatch;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.integration.ExperimentRunner;
import pakit.ml.integration.FallbackManager;
import pakit.ml.integration.MLDAGIntegration;
import pakit.ml.integration.Rollout;
import pakit.ml.integration.ShadowMode;
import pakit.ml.integration.ShadowShare;
import pakit.ml.models.CompressionModel;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.Gate;
import pakit.ml.models.GateThresholds;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelLoader;
import pakit.ml.models.ModelVersion;
import pakit.ml.serving.Checkpoints;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.MonitorSettings;
import pakit.ml.serving.Monitoring;
import pakit.ml.telemetry.TelemetryCollector;
import pakit.store.Home;
import pakit.store.HomeSettings;

/// A node with the compression predictor that ships, as 1.0.0 and again as 2.0.0, which fails when it is told to; its
/// experiments are evaluated when a test says so, and its clock stands still until a test moves it.
public final class TriedNode implements AutoCloseable {
    public static final String MODEL = "compression_predictor";

    public final AtomicBoolean failing = new AtomicBoolean();
    public Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final String failingVersion;
    private final ModelServer models;
    private final ExperimentRunner runner;
    private final LocalNode node;

    /// @param failingVersion which version obeys `failing`
    public TriedNode(Path directory, String failingVersion) {
        this.failingVersion = failingVersion;
        Home home = Home.open(directory, HomeSettings.NONE, "test", Instant.EPOCH);
        InstantSource clock = () -> now;
        PakitDatabase database = new PakitDatabase(home.layout().pakitDatabase(), clock);
        Alerting alerting = new Alerting(database, new AlertBook(database), null);
        FallbackManager fallback = new FallbackManager();
        models = new ModelServer(
                home.layout().models(),
                this::load,
                Gate.standard(home.layout().models(), GateThresholds.STANDARD),
                fallback,
                event -> {},
                new Monitoring(MonitorSettings.DEFAULT, alerting));
        models.installDefaults(DefaultModels.artifacts(CompressionPredictor.NAME::equals));
        models.versions().register(DefaultModels.artifacts().getFirst().withVersion(ModelVersion.parse("2.0.0")));
        models.start();
        Rollout rollout = new Rollout(models);
        MLDAGIntegration integration = new MLDAGIntegration(models, fallback);
        runner = new ExperimentRunner(
                new ABTestFramework(database, clock, rollout), rollout, integration, alerting.book());
        ShadowMode shadow = new ShadowMode(
                models.registry(), home.profile(), 1, new ShadowShare(0, new SettingsTable(database)), new Random(1));
        shadow.start();
        models.listener(shadow::answered);
        node = new LocalNode(new LocalNode.Parts(
                home,
                new DagBackend(home.blocks(), home.profile(), shadow, System::nanoTime),
                integration,
                models,
                runner,
                shadow,
                new TelemetryCollector(home.layout().telemetryDatabase()),
                new DriftWatch(),
                QuietJobs::of,
                QuietOracle.of(home.profile()),
                new Checkpoints(models, List.of(), clock),
                List.of(shadow),
                2,
                "http",
                clock));
    }

    public LocalNode node() {
        return node;
    }

    public ModelServer models() {
        return models;
    }

    public ExperimentRunner runner() {
        return runner;
    }

    /// Puts a file of its own for each of `users`.
    public void put(String users, int from, int to) {
        for (int i = from; i < to; i++) {
            put(users + i, i);
        }
    }

    /// Puts a file of text that only this seed gives.
    public void put(String user, int seed) {
        byte[] content = new byte[2048];
        Random random = new Random(31L * user.hashCode() + seed);
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ('a' + random.nextInt(8));
        }
        node.put(
                sink -> sink.file("", Attributes.FILE, content.length, new ByteArrayInputStream(content)),
                new PutOrder(Optional.empty(), Optional.of(user)));
    }

    @Override
    public void close() {
        node.close();
    }

    private CompressionModel load(ModelArtifact artifact) {
        return new Tried((CompressionModel) ModelLoader.standard().load(artifact));
    }

    private final class Tried implements CompressionModel {
        private final CompressionModel model;

        Tried(CompressionModel model) {
            this.model = model;
        }

        @Override
        public void predict(int rows, float[] features, float[] out) {
            if (failing.get() && manifest().version().text().equals(failingVersion)) {
                throw new IllegalStateException("told to fail");
            }
            model.predict(rows, features, out);
        }

        @Override
        public List<Codec> codecs() {
            return model.codecs();
        }

        @Override
        public int offset(Profile profile) {
            return model.offset(profile);
        }

        @Override
        public boolean abstains(Profile profile) {
            return false;
        }

        @Override
        public Manifest manifest() {
            return model.manifest();
        }

        @Override
        public FeatureSchema schema() {
            return model.schema();
        }

        @Override
        public int outputs() {
            return model.outputs();
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
