package pakit.ml.serving;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.models.ModelVersion;

/// How models come to life when a server starts: the version that was live, or the one before it that can be loaded.
record StartUp(VersionManager versions, VersionLoader loader, ModelRegistry registry) {
    /// The server's own: the guide shows its lines as one story.
    private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);

    /// Tries the activations that stand, newest first.
    ///
    /// @return what was refused and what serves instead, if anything was
    Optional<String> start(String model) {
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
        } catch (PakitException e) {
            refusals.append(e.getMessage());
        }
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
            refusals.append(refusals.isEmpty() ? "" : "; ");
            refusals.append("v").append(version).append(" is refused: ").append(e.getMessage());
            return false;
        }
    }
}
