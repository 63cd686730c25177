package pakit.node;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pakit.access.Actor;
import pakit.error.PakitException;
import pakit.ml.estimate.CandidateReport;
import pakit.ml.integration.ShadowMode;
import pakit.ml.integration.ShadowReport;
import pakit.ml.models.GateReport;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelVersion;
import pakit.ml.serving.Activation;
import pakit.ml.serving.Breakers;
import pakit.ml.serving.Cause;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Switches;
import pakit.ml.serving.VersionManager;

/// What a node says of its models and does with them, on behalf of who asks, or else of one actor. Thread-safe.
final class LocalModels implements ModelOperations {
    private final ModelServer server;
    private final VersionManager versions;
    private final String actor;
    private final Candidates candidates;
    private final ShadowMode shadow;

    LocalModels(ModelServer server, String actor, Candidates candidates, ShadowMode shadow) {
        this.candidates = candidates;
        this.shadow = shadow;
        this.server = server;
        this.versions = server.versions();
        this.actor = actor;
    }

    @Override
    public Results.Models list() {
        return new Results.Models(
                versions.models().stream().map(this::summary).toList(),
                server.registry().switches().all().label());
    }

    private Results.ModelSummary summary(String name) {
        return new Results.ModelSummary(
                name,
                live(name).map(ModelVersion::text).orElse(null),
                versions.listVersions(name).size(),
                server.registry().enabled(name));
    }

    /// The version that answers now.
    private Optional<ModelVersion> live(String name) {
        return server.live(name).map(Manifest::version);
    }

    @Override
    public Results.Model show(String name) {
        List<Results.Version> all = versions.listVersions(name).stream()
                .map(manifest -> version(name, manifest))
                .toList();
        String live = live(name).map(ModelVersion::text).orElse("");
        return new Results.Model(
                name,
                all.stream()
                        .filter(version -> version.version().equals(live))
                        .findFirst()
                        .orElse(null),
                server.registry()
                        .challenger(name)
                        .map(challenger -> challenger.version().text())
                        .orElse(null),
                all);
    }

    private Results.Version version(String name, Manifest manifest) {
        Optional<GateReport> report = server.admission().report(manifest);
        return new Results.Version(
                manifest.version().text(),
                manifest.createdAt(),
                versions.deployedAt(name, manifest.version()).orElse(null),
                validation(manifest, report),
                manifest.payloadSha256(),
                manifest.schemaName() + " v" + manifest.schemaVersion(),
                manifest.inputs(),
                manifest.outputs(),
                manifest.seed(),
                manifest.parent() == null ? null : manifest.parent().text(),
                manifest.metrics(),
                manifest.baselines(),
                manifest.data(),
                manifest.metadata(),
                report.orElse(null));
    }

    /// A version that passes is validated, however it once became live.
    private String validation(Manifest manifest, Optional<GateReport> report) {
        if (report.isPresent() && report.get().passed()) {
            return Results.Version.VALIDATED;
        }
        boolean forced = versions.history(manifest.name()).reversed().stream()
                .filter(step -> step.version().equals(manifest.version()))
                .filter(step ->
                        step.kind().equals(Activation.ACTIVATE) || step.kind().equals(Activation.FORCE))
                .findFirst()
                .filter(step -> step.kind().equals(Activation.FORCE))
                .isPresent();
        if (forced) {
            return Results.Version.FORCED;
        }
        return report.isPresent() ? Results.Version.FAILED : Results.Version.UNVALIDATED;
    }

    @Override
    public Results.Model register(String name, String version, Path directory, Map<String, String> metadata) {
        versions.registerVersion(name, version, directory, metadata);
        return show(name);
    }

    @Override
    public GateReport validate(String name, String version) {
        return server.admission().validate(name, resolve(name, version));
    }

    @Override
    public CandidateReport estimate(String name, String version) {
        return candidates.estimate(name, resolve(name, version));
    }

    @Override
    public ShadowReport shadow(String name) {
        versions.history(name); // an unknown model ends here
        return shadow.report(name);
    }

    @Override
    public ShadowReport shadow(String name, ShadowOrder order) {
        shadow(name);
        if (order.version() != null) {
            challengeOnce(name, resolve(name, order.version()), order.reason() == null ? "shadow" : order.reason());
        }
        if (order.share() != null) {
            shadow.share(order.share());
        } else if (Boolean.TRUE.equals(order.reset())) {
            shadow.resetShare();
        }
        return shadow(name);
    }

    private void challengeOnce(String name, ModelVersion version, String reason) {
        boolean isChallenger = server.registry()
                .challenger(name)
                .map(Manifest::version)
                .filter(version::equals)
                .isPresent();
        if (!isChallenger) {
            server.aliases().challenge(name, version, because(reason));
        }
    }

    @Override
    public Results.Model swap(String name, SwapOrder order) {
        ModelVersion version = resolve(name, order.version());
        Cause cause = because(order.reason());
        switch (order.gatekeeping()) {
            case JUDGED -> server.swap(name, version, cause);
            case FORCED -> server.force(name, version, cause);
        }
        return show(name);
    }

    @Override
    public Results.Model rollback(String name, String reason) {
        server.rollbackModel(name, because(reason));
        return show(name);
    }

    private ModelVersion resolve(String name, String versionOrAlias) {
        return server.aliases().resolve(name, versionOrAlias);
    }

    private Cause because(String reason) {
        return new Cause(Actor.name().orElse(actor), reason);
    }

    @Override
    public Results.History history(String name) {
        return new Results.History(
                versions.history(name).stream().map(LocalModels::entry).toList());
    }

    private static Results.HistoryEntry entry(Activation line) {
        return new Results.HistoryEntry(line.at(), line.version().text(), line.kind(), line.actor(), line.reason());
    }

    @Override
    public Results.LiveAt liveAt(String name, Instant time) {
        Activation line = versions.liveAt(name, time)
                .orElseThrow(() -> new PakitException.NotFound(
                        "no version of " + name + " was live at " + time + ": the first became live at "
                                + versions.history(name).stream()
                                        .filter(Activation::makesLive)
                                        .findFirst()
                                        .map(first -> first.at().toString())
                                        .orElse("no time yet")));
        return new Results.LiveAt(time, line.version().text(), line.at(), line.kind(), line.actor(), line.reason());
    }

    @Override
    public Results.CleanedUp cleanup(String name, int keep) {
        String asked = because("").actor();
        return new Results.CleanedUp(
                name,
                versions.cleanupOldVersions(name, keep, asked).stream()
                        .map(ModelVersion::text)
                        .toList());
    }

    @Override
    public Results.Model challenge(String name, String version, String reason) {
        server.aliases().challenge(name, resolve(name, version), because(reason));
        return show(name);
    }

    @Override
    public Results.Model withdraw(String name, String reason) {
        server.aliases().withdraw(name, because(reason));
        return show(name);
    }

    @Override
    public Results.Models turn(String name, SwitchPosition position) {
        versions.history(name); // an unknown model ends here
        Switches switches = server.registry().switches();
        switch (position) {
            case ENABLED -> switches.enable(name);
            case DISABLED -> switches.disable(name);
        }
        return list();
    }

    @Override
    public Results.Models turnAll(SwitchPosition position) {
        Switches switches = server.registry().switches();
        switch (position) {
            case ENABLED -> switches.enableAll();
            case DISABLED -> switches.disableAll();
        }
        return list();
    }

    @Override
    public Results.Breaker forceBreaker(String name, Breakers.Forced position) {
        versions.history(name); // an unknown model ends here
        server.breakers().force(name, position);
        return new Results.Breaker(name, server.breakers().state(name));
    }

    @Override
    public Results.Breaker resetBreaker(String name) {
        versions.history(name); // an unknown model ends here
        server.breakers().resetCircuitBreaker(name);
        return new Results.Breaker(name, server.breakers().state(name));
    }
}
