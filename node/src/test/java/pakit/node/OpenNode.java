package pakit.node;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import pakit.dag.DagBackend;
import pakit.hint.Advisor;
import pakit.jobs.QuietJobs;
import pakit.ml.database.PakitDatabase;
import pakit.ml.database.SettingsTable;
import pakit.ml.drift.DriftWatch;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.integration.ExperimentRunner;
import pakit.ml.integration.FallbackManager;
import pakit.ml.integration.MLDAGIntegration;
import pakit.ml.integration.Rollout;
import pakit.ml.integration.ShadowMode;
import pakit.ml.integration.ShadowShare;
import pakit.ml.serving.Checkpoints;
import pakit.ml.serving.ModelServer;
import pakit.ml.telemetry.TelemetryCollector;
import pakit.store.Home;
import pakit.store.HomeSettings;

/// A local node on a real home, without hints, with played models; its clock ticks once a root.
public final class OpenNode implements AutoCloseable {
    private final LocalNode node;
    private final ModelServer models;
    private final Home home;

    public OpenNode(Path directory) {
        home = Home.open(directory, HomeSettings.NONE, "test", Instant.EPOCH);
        models = new SteadyModels().start(home.layout().models(), "1.0.0", "2.0.0");
        AtomicLong seconds = new AtomicLong();
        InstantSource clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
        Rollout rollout = new Rollout(models);
        ABTestFramework framework = new ABTestFramework(PakitDatabase.inMemory(), clock, rollout);
        ExperimentRunner experiments = new ExperimentRunner(
                framework, rollout, new MLDAGIntegration(models, new FallbackManager()), models.alerts());
        node = new LocalNode(new LocalNode.Parts(
                home,
                new DagBackend(home.blocks(), home.profile(), outcome -> {}, System::nanoTime),
                Advisor.none(),
                models,
                experiments,
                new ShadowMode(
                        models.registry(),
                        home.profile(),
                        1,
                        new ShadowShare(0, new SettingsTable(PakitDatabase.inMemory())),
                        new Random(1)),
                new TelemetryCollector(home.layout().telemetryDatabase()),
                new DriftWatch(),
                QuietJobs::of,
                QuietOracle.of(home.profile()),
                new Checkpoints(models, List.of(), clock),
                List.of(models.monitor()),
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

    public Home home() {
        return home;
    }

    @Override
    public void close() {
        node.close();
    }
}
