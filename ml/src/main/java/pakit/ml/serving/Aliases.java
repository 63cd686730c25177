package pakit.ml.serving;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.PakitModel;

/// Names for versions that move: the champion is the live one and moves with it; the challenger is loaded beside it, to
/// be asked by name and compared. Where the names point is kept in the journal, so each move has its time, its actor
/// and its reason. Thread-safe.
///
/// A version that becomes live is no challenger any more.
public final class Aliases {
    public static final String CHAMPION = "champion";
    public static final String CHALLENGER = "challenger";

    private static final Logger LOG = LoggerFactory.getLogger(Aliases.class);

    private final Turns turns;
    private final VersionManager versions;
    private final VersionLoader loader;
    private final ModelRegistry registry;
    private final Problems problems;

    Aliases(Turns turns, VersionManager versions, VersionLoader loader, ModelRegistry registry, Problems problems) {
        this.turns = turns;
        this.versions = versions;
        this.loader = loader;
        this.registry = registry;
        this.problems = problems;
    }

    /// The version that `versionOrAlias` names, whether or not it is registered.
    ///
    /// @throws PakitException.NotFound if that alias names none now
    /// @throws PakitException.Invalid if it is neither an alias nor a version
    public ModelVersion resolve(String model, String versionOrAlias) {
        return switch (versionOrAlias) {
            case CHAMPION ->
                registry.live(model)
                        .map(Manifest::version)
                        .or(() -> versions.live(model))
                        .orElseThrow(() -> none(model, CHAMPION));
            case CHALLENGER -> versions.challenger(model).orElseThrow(() -> none(model, CHALLENGER));
            default -> ModelVersion.parse(versionOrAlias);
        };
    }

    /// Loads a registered version, checks it, writes the journal, then lets it be asked as the challenger; another one
    /// that was is closed when its last call ends. A failed load leaves that one.
    ///
    /// @throws PakitException.NotFound naming the model or the version
    /// @throws PakitException.Corrupt saying why the version was refused
    /// @throws PakitException.Refused if the version is live
    public void challenge(String model, ModelVersion version, Cause cause) {
        versions.history(model); // an unknown model ends here
        turns.take(model, () -> {
            if (registry.live(model)
                    .map(Manifest::version)
                    .filter(version::equals)
                    .isPresent()) {
                throw new PakitException.Refused(
                        "version " + version + " of " + model + " is the champion: it cannot challenge itself");
            }
            PakitModel loaded = loader.load(versions.artifact(model, version));
            try {
                versions.append(model, version, Activation.CHALLENGER, cause);
            } catch (RuntimeException e) {
                loaded.close();
                throw e;
            }
            registry.challenge(model, loaded);
            problems.challenger(model, Optional.empty());
            LOG.info("The challenger of '{}' is v{}", model, version);
            return version;
        });
    }

    /// Ends the challenge; the version is closed when its last call ends, and stays registered.
    ///
    /// @throws PakitException.NotFound if there is no challenger
    public void withdraw(String model, Cause cause) {
        turns.take(model, () -> {
            ModelVersion version = resolve(model, CHALLENGER);
            versions.withdraw(model, version, cause);
            clear(model);
            LOG.info("'{}' has no challenger any more: v{} is withdrawn", model, version);
            return version;
        });
    }

    /// Loads the challenger that the journal names; what is wrong with it is a problem, not a failure.
    void start(String model) {
        Optional<ModelVersion> named = versions.challenger(model);
        if (named.isEmpty()) {
            clear(model);
            return;
        }
        ModelVersion version = named.get();
        try {
            registry.challenge(model, loader.load(versions.artifact(model, version)));
            problems.challenger(model, Optional.empty());
            LOG.info("Loaded {} v{} as the challenger", model, version);
        } catch (PakitException e) {
            LOG.warn("Model '{}' has no challenger: v{} is refused: {}", model, version, e.getMessage());
            problems.challenger(
                    model,
                    Optional.of("the challenger " + StartUp.refusal(model, version, versions, e)
                            + ", or remove it with 'pakit models alias " + model + " challenger --remove'"));
        }
    }

    /// What became live is no challenger any more.
    void versionChanged(String model) {
        if (versions.challenger(model).isEmpty()) {
            clear(model);
        }
    }

    private void clear(String model) {
        registry.withdraw(model);
        problems.challenger(model, Optional.empty());
    }

    private static PakitException.NotFound none(String model, String alias) {
        return new PakitException.NotFound(
                "model " + model + " has no " + alias + " now; 'pakit models show " + model + "' names its versions");
    }
}
