package pakit.ml.serving;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.models.Cleared;
import pakit.ml.models.ForcedModel;
import pakit.ml.models.Gate;
import pakit.ml.models.GateReport;
import pakit.ml.models.HeldOut;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;

/// Brings versions before the gate, each beside the one that is live. Thread-safe; takes no lock that calls need.
public final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final Gate gate;
    private final VersionManager versions;
    private final VersionLoader loader;
    private final Function<String, Optional<Manifest>> live;

    Admission(Gate gate, VersionManager versions, VersionLoader loader, Function<String, Optional<Manifest>> live) {
        this.gate = gate;
        this.versions = versions;
        this.loader = loader;
        this.live = live;
    }

    /// Evaluates a registered version if it was not evaluated before, which may take seconds.
    ///
    /// @return what the gate says of it
    /// @throws PakitException.NotFound naming the model or the version
    /// @throws PakitException.Refused if no reference set can judge the model
    public GateReport validate(String model, ModelVersion version) {
        ModelArtifact artifact = versions.artifact(model, version);
        evaluate(artifact);
        return report(artifact.manifest())
                .orElseThrow(() -> new PakitException.Unavailable(
                        "the evaluation of " + artifact.manifest().title() + " is gone; validate it again"));
    }

    /// Keeps what blocks of this node say of a registered version beside the live one.
    public void prove(String model, ModelVersion version, HeldOut found) {
        Manifest candidate = versions.artifact(model, version).manifest();
        liveBeside(candidate).ifPresent(now -> gate.prove(candidate, now, found));
    }

    /// What the gate says of a version that was evaluated; empty if it was not.
    public Optional<GateReport> report(Manifest manifest) {
        return gate.report(manifest, liveBeside(manifest));
    }

    /// Evaluates now; what is supplied later is judged against what is live then.
    ///
    /// @throws PakitException.Refused when supplied, with the checks that failed
    Supplier<Cleared> judged(ModelArtifact artifact) {
        evaluate(artifact);
        return () -> gate.validate(artifact.manifest(), liveBeside(artifact.manifest()));
    }

    /// As [#judged], but compared with nothing: for what is live already under another name.
    ///
    /// @throws PakitException.Refused when supplied, with the checks that failed
    Supplier<Cleared> judgedAlone(ModelArtifact artifact) {
        gate.evaluate(artifact, loader::load);
        return () -> gate.validate(artifact.manifest(), Optional.empty());
    }

    /// Lets pass what goes on from the live version, and nothing else.
    Cleared ofLiveParent(ModelArtifact artifact, Cleared cleared) {
        Manifest manifest = artifact.manifest();
        Optional<ModelVersion> now = live.apply(manifest.name()).map(Manifest::version);
        if (!now.equals(Optional.ofNullable(manifest.parent()))) {
            throw new PakitException.Refused(manifest.title() + " goes on from v" + manifest.parent() + ", but live is "
                    + now.map(ModelVersion::text).orElse("none"));
        }
        return cleared;
    }

    /// @throws PakitException.Invalid if there is no reason
    Supplier<Cleared> forced(ModelArtifact artifact, String reason) {
        ForcedModel forced = gate.force(artifact.manifest(), reason);
        return () -> forced;
    }

    private void evaluate(ModelArtifact artifact) {
        gate.evaluate(artifact, loader::load);
        liveBeside(artifact.manifest()).ifPresent(this::evaluateLive);
    }

    private void evaluateLive(Manifest manifest) {
        if (gate.isEvaluated(manifest)) {
            return; // nearly always: its files need not be read
        }
        try {
            gate.evaluate(versions.artifact(manifest.name(), manifest.version()), loader::load);
        } catch (PakitException e) {
            LOG.warn("nothing is compared with {}, which is live: {}", manifest.title(), e.getMessage());
        }
    }

    private Optional<Manifest> liveBeside(Manifest candidate) {
        return live.apply(candidate.name()).filter(other -> !other.version().equals(candidate.version()));
    }
}
