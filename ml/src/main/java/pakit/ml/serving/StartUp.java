package pakit.ml.serving;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelVersion;

/// How models come to life when a server starts: the version that was live, or the one before it that can be loaded,
/// and the challenger beside it.
record StartUp(
        VersionManager versions, VersionLoader loader, ModelRegistry registry, Aliases aliases, Problems problems) {
    private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);

    /// Tries the activations that stand, newest first. What was refused, and what serves instead, is a problem, and
    /// what serves instead is in the history.
    void start(String model) {
        StringBuilder refusals = new StringBuilder();
        try {
            List<ModelVersion> standing = versions.standing(model).versions().reversed().stream()
                    .distinct()
                    .toList();
            for (ModelVersion version : standing) {
                if (load(model, version, refusals)) {
                    break;
                }
            }
            aliases.start(model);
            keep(model, refusals.toString());
        } catch (PakitException e) {
            refusals.append(refusals.isEmpty() ? "" : "; ").append(e.getMessage());
        }
        problems.live(model, problem(model, refusals.toString()));
    }

    private Optional<String> problem(String model, String refusals) {
        if (refusals.isEmpty()) {
            return Optional.empty();
        }
        String serves = registry.live(model)
                .map(live -> "v" + live.version() + " serves instead")
                .orElse("no version serves");
        LOG.warn("Model '{}' is degraded: {}; {}", model, refusals, serves);
        return Optional.of(refusals + "; " + serves);
    }

    private boolean load(String model, ModelVersion version, StringBuilder refusals) {
        try {
            registry.publish(model, loader.load(versions.artifact(model, version)));
            LOG.info("Loaded {} v{}", model, version);
            return true;
        } catch (PakitException e) {
            refusals.append(refusals.isEmpty() ? "" : "; ").append(refusal(model, version, versions, e));
            return false;
        }
    }

    static String refusal(String model, ModelVersion version, VersionManager versions, PakitException why) {
        return "v" + version + " is refused: " + why.getMessage() + " (its files are in "
                + versions.directory(model, version) + "; restore them from a backup, or make another version live)";
    }

    /// Where another version serves than the history says, it is told.
    private void keep(String model, String refusals) {
        Optional<ModelVersion> serves = registry.live(model).map(Manifest::version);
        if (serves.isPresent() && !serves.equals(versions.read(model).served())) {
            String why = refusals.isEmpty() ? "it can be loaded again" : refusals;
            versions.append(model, serves.get(), Activation.START, new Cause("start", why));
        }
    }
}
