package pakit.ml.serving;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelVersion;

/// The repository extension of the Open Inference Protocol: what there is, and what of it is loaded. Thread-safe.
///
/// What was unloaded is loaded again by the next start or swap: it is a measure against an emergency, not a setting.
public final class ModelRepository {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRepository.class);
    private static final String UNLOADED = "unloaded on request; load it, or make a version live";

    private final Turns turns;
    private final VersionManager versions;
    private final StartUp startUp;
    private final ModelRegistry registry;
    private final Problems problems;

    ModelRepository(Turns turns, VersionManager versions, StartUp startUp, ModelRegistry registry, Problems problems) {
        this.turns = turns;
        this.versions = versions;
        this.startUp = startUp;
        this.registry = registry;
        this.problems = problems;
    }

    /// Whether a version answers when it is asked.
    public enum State {
        READY,
        UNAVAILABLE
    }

    /// @param reason why it does not answer; empty if it does
    public record Entry(String name, String version, State state, String reason) {}

    /// Every registered version, by model, newest first.
    public List<Entry> index() {
        return versions.models().stream()
                .flatMap(model -> versions.registered(model).stream().map(version -> entry(model, version)))
                .toList();
    }

    /// Loads the live version of a model, and its challenger; where they are loaded already nothing happens.
    ///
    /// @throws PakitException.NotFound if nothing is registered under that name
    /// @throws PakitException.Unavailable saying why no version can be loaded
    public void load(String model) {
        versions.history(model); // an unknown model ends here
        turns.take(model, () -> {
            if (registry.live(model).isEmpty() || problems.live(model).isPresent()) {
                startUp.start(model);
            }
            return registry.live(model)
                    .orElseThrow(() -> new PakitException.Unavailable("model " + model + " cannot be loaded: "
                            + problems.live(model).orElse("no version was ever live; make one live with a swap")));
        });
    }

    /// Lets nobody ask the model any more; its versions are closed when their last calls end.
    ///
    /// @throws PakitException.NotFound if nothing is registered under that name
    public void unload(String model) {
        versions.history(model); // an unknown model ends here
        turns.take(model, () -> {
            registry.unload(model);
            problems.challenger(model, Optional.empty());
            problems.live(model, Optional.of(UNLOADED));
            LOG.info("Unloaded {}", model);
            return model;
        });
    }

    private Entry entry(String model, ModelVersion version) {
        boolean live = is(version, registry.live(model));
        boolean challenger = is(version, registry.challenger(model));
        return live || challenger
                ? new Entry(model, version.text(), State.READY, "")
                : new Entry(model, version.text(), State.UNAVAILABLE, reason(model, version));
    }

    private String reason(String model, ModelVersion version) {
        Optional<String> problem = versions.live(model).filter(version::equals).flatMap(live -> problems.live(model));
        Optional<String> challenges =
                versions.challenger(model).filter(version::equals).flatMap(named -> problems.challenger(model));
        return problem.or(() -> challenges).orElse("neither champion nor challenger");
    }

    private static boolean is(ModelVersion version, Optional<Manifest> loaded) {
        return loaded.map(Manifest::version).filter(version::equals).isPresent();
    }
}
