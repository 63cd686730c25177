package pakit.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import pakit.block.BlockId;
import pakit.dag.BlockCache;
import pakit.dag.DagBackend;
import pakit.jobs.RetrainingSettings;
import pakit.jobs.Stations;
import pakit.jobs.TrainingProcess;
import pakit.jobs.TrainingScheduler;
import pakit.metrics.Build;
import pakit.metrics.NodeMetrics;
import pakit.metrics.PrefetchFamilies;
import pakit.ml.alerts.AlertBook;
import pakit.ml.alerts.Alerting;
import pakit.ml.database.PakitDatabase;
import pakit.ml.database.SettingsTable;
import pakit.ml.drift.DriftWatch;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.experiment.ExperimentFamilies;
import pakit.ml.integration.ExperimentRunner;
import pakit.ml.integration.FallbackManager;
import pakit.ml.integration.MLDAGIntegration;
import pakit.ml.integration.Rollout;
import pakit.ml.integration.ShadowMode;
import pakit.ml.integration.ShadowSettings;
import pakit.ml.integration.ShadowShare;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.Gate;
import pakit.ml.models.ModelLoader;
import pakit.ml.serving.Checkpoints;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Monitoring;
import pakit.ml.serving.VersionManager;
import pakit.ml.telemetry.BlockHasher;
import pakit.ml.telemetry.ReadTelemetry;
import pakit.ml.telemetry.TelemetryCollector;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.node.LocalNode;
import pakit.store.Home;

/// Builds a node on a home: the one place where its parts meet. What was opened before a part fails is closed again.
///
/// @param node owns all parts
/// @param models the same server that `node` uses, for the port
/// @param experiments the same that `node` runs, for the port
record Wiring(LocalNode node, ModelServer models, ABTestFramework experiments) {
    private static final String TELEMETRY_KEY = "telemetry.key";

    /// @param what the command that asks, shown to others while it holds the home; its first word after `pakit` is the
    ///     actor in the history of models
    static Wiring open(Path directory, Configuration configuration, String what, ModelsWanted wanted) {
        Home home = Home.open(directory, configuration.home(), what, Instant.now());
        try {
            return open(home, configuration, what.endsWith(" serve") ? "http" : "cli", wanted);
        } catch (RuntimeException e) {
            home.close();
            throw e;
        }
    }

    private static Wiring open(Home home, Configuration configuration, String actor, ModelsWanted wanted) {
        TelemetryCollector telemetry = telemetry(home, configuration.telemetry());
        Alerting alerting = alerting(home, configuration.alerts());
        try {
            if (actor.equals("http")) {
                alerting.database().open(); // what is wrong with it ends the start of a node, not its first alert
            }
            FallbackManager fallback =
                    new FallbackManager(configuration.breaker(), System::nanoTime, InstantSource.system());
            DriftWatch drift = new DriftWatch(configuration.driftRowsMin());
            Consumer<TelemetryEvent> events =
                    configuration.telemetry().enabled() ? drift.andThen(telemetry::record) : event -> {};
            ModelServer models = models(home, configuration, fallback, events, alerting);
            drift.follow(models.registry()::live);
            watch(models, configuration, drift, telemetry);
            start(models, wanted);
            MLDAGIntegration advisor = new MLDAGIntegration(models, fallback);
            ShadowMode shadow = shadow(home, models, configuration.learning().shadow(), alerting);
            ToLongFunction<BlockId> hasher = hasher(home, configuration.telemetry());
            Learning.Served served = new Learning.Served(models, shadow, events, hasher);
            Learning learning = Learning.of(home, configuration, served);
            NodeMetrics figures = new NodeMetrics(home, models::healthCheck, Build.ofThisProcess());
            DagBackend backend = backend(home, configuration, learning, figures);
            tellReads(backend, configuration, served);
            ExperimentRunner experiments = experiments(models, advisor, alerting);
            if (actor.equals("http")) {
                experiments.start(configuration.experimentsEvery());
                shadow.start();
                models.listener(shadow::answered);
                backend.prefetch(advisor);
            }
            LocalNode node = new LocalNode(new LocalNode.Parts(
                    home,
                    backend,
                    advisor,
                    models,
                    experiments,
                    shadow,
                    telemetry,
                    drift,
                    stations -> jobs(home, configuration, stations, alerting, actor),
                    learning.oracle(),
                    checkpoints(models, advisor, configuration.learning(), actor),
                    List.of(
                            models.monitor(),
                            alerting,
                            figures,
                            new PrefetchFamilies(backend::prefetched),
                            learning.oracle(),
                            drift,
                            shadow,
                            telemetry.metrics(),
                            new ExperimentFamilies(experiments.framework())),
                    Runtime.getRuntime().availableProcessors(),
                    actor,
                    InstantSource.system()));
            return new Wiring(node, models, experiments.framework());
        } catch (RuntimeException e) {
            alerting.close();
            telemetry.close();
            throw e;
        }
    }

    private static void watch(
            ModelServer models, Configuration configuration, DriftWatch drift, TelemetryCollector telemetry) {
        models.alerts().watch(telemetry.health());
        if (configuration.alerts().drift()) {
            models.alerts().watch(drift);
        }
    }

    private static void tellReads(DagBackend backend, Configuration configuration, Learning.Served served) {
        if (configuration.telemetry().enabled()) {
            backend.reads(
                    new ReadTelemetry(served.events(), served.hasher(), backend::prefetched, InstantSource.system()));
        }
    }

    private static TelemetryCollector telemetry(Home home, TelemetrySettings settings) {
        return new TelemetryCollector(home.layout().telemetryDatabase(), settings.retention(), settings.privacy());
    }

    /// Without events nobody needs a name for a block, and so no key is made.
    private static ToLongFunction<BlockId> hasher(Home home, TelemetrySettings settings) {
        if (!settings.enabled()) {
            return id -> 0;
        }
        return settings.hashesIds()
                ? BlockHasher.open(home.layout().directory().resolve(TELEMETRY_KEY))::hash
                : BlockHasher::plain;
    }

    private static ModelServer models(
            Home home,
            Configuration configuration,
            FallbackManager fallback,
            Consumer<TelemetryEvent> events,
            Alerting alerting) {
        ModelServer models = new ModelServer(
                home.layout().models(),
                ModelLoader.standard(configuration.onnx()),
                Gate.standard(home.layout().models(), configuration.gate()),
                fallback,
                events,
                new Monitoring(configuration.alerts().monitoring(), alerting));
        if (!configuration.mlEnabled()) {
            models.registry().switches().offForThisRun();
        }
        return models;
    }

    private static TrainingScheduler jobs(
            Home home, Configuration configuration, Stations stations, Alerting alerting, String actor) {
        RetrainingSettings settings = configuration.retraining();
        TrainingScheduler jobs = new TrainingScheduler(
                settings,
                stations,
                new TrainingProcess(settings.fit(), home.profile()),
                alerting.database(),
                home.layout().directory().resolve("jobs"),
                InstantSource.system(),
                System::nanoTime);
        if (actor.equals("http")) {
            jobs.start(configuration.experimentsEvery());
        }
        return jobs;
    }

    /// Verbs that open the home for themselves learn nothing online.
    private static Checkpoints checkpoints(
            ModelServer models, MLDAGIntegration advisor, LearningSettings settings, String actor) {
        boolean keeps = actor.equals("http") && settings.checkpointEvery().isPositive();
        Checkpoints checkpoints =
                new Checkpoints(models, keeps ? advisor.learners() : List.of(), InstantSource.system());
        if (keeps) {
            checkpoints.start(settings.checkpointEvery());
        }
        return checkpoints;
    }

    private static DagBackend backend(Home home, Configuration configuration, Learning learning, NodeMetrics figures) {
        return new DagBackend(
                home.blocks(),
                home.profile(),
                configuration.deltas(),
                learning.exploration(),
                new BlockCache(configuration.cacheBytes()),
                learning.outcomes().andThen(figures::count),
                System::nanoTime);
    }

    private static void start(ModelServer models, ModelsWanted wanted) {
        switch (wanted) {
            case NONE -> {}
            case OF_PUTS -> startShipped(models, MLDAGIntegration::isAskedOfPuts);
            case REGISTERED -> models.start();
            case REGISTERED_OR_SHIPPED -> startShipped(models, name -> true);
        }
    }

    private static void startShipped(ModelServer models, Predicate<String> wanted) {
        models.installDefaults(
                DefaultModels.artifacts(name -> wanted.test(name) && isMissing(name, models.versions())));
        models.start(wanted);
    }

    private static boolean isMissing(String model, VersionManager versions) {
        return !versions.models().contains(model) || versions.history(model).isEmpty();
    }

    private static ExperimentRunner experiments(ModelServer models, MLDAGIntegration advisor, Alerting alerting) {
        Rollout rollout = new Rollout(models);
        ABTestFramework framework = new ABTestFramework(alerting.database(), InstantSource.system(), rollout);
        return new ExperimentRunner(framework, rollout, advisor, alerting.book());
    }

    private static ShadowMode shadow(Home home, ModelServer models, ShadowSettings settings, Alerting alerting) {
        ShadowShare share = new ShadowShare(settings.share(), new SettingsTable(alerting.database()));
        return new ShadowMode(models.registry(), home.profile(), settings.cpuShare(), share, new Random());
    }

    private static Alerting alerting(Home home, AlertSettings settings) {
        PakitDatabase database = new PakitDatabase(home.layout().pakitDatabase(), InstantSource.system());
        AlertBook book = new AlertBook(database, settings.resolveAfter(), InstantSource.system(), System::nanoTime);
        return new Alerting(database, book, settings.openWebhook().orElse(null));
    }
}
