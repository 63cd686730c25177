package pakit.ml.serving;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.alerts.Watch;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.StateModels;

/// Keeps what online learners have learnt as versions of their models, now and then and at the end, so that a restart
/// loses nothing. Each version is the child of the one that the learner began with, goes live, and is listed, shown and
/// rolled back like any other; a roll-back has the learner begin anew with what that version knew. Of versions that
/// were made here the last [#KEPT] stay, besides those in use. Thread-safe.
public final class Checkpoints implements AutoCloseable {
    static final int KEPT = 3;

    /// Less is not worth a version.
    public static final int OBSERVATIONS_MIN = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String ACTOR = "checkpoint";
    private static final String OBSERVATIONS = "checkpoint.observations";

    private final ModelServer server;
    private final List<OnlineLearner> learners;
    private final InstantSource clock;
    private @Nullable Watch watch;

    public Checkpoints(ModelServer server, List<? extends OnlineLearner> learners, InstantSource clock) {
        this.server = server;
        this.learners = List.copyOf(learners);
        this.clock = clock;
    }

    /// Keeps what was learnt as often as that, from now on.
    public synchronized void start(Duration every) {
        if (watch == null) {
            watch = Watch.start("checkpoints", this::keep, every);
        }
    }

    /// Keeps what was learnt by now. What cannot be kept is logged, and the learner goes on.
    ///
    /// @return the new versions
    public synchronized List<Manifest> keep() {
        return learners.stream().flatMap(learner -> keep(learner).stream()).toList();
    }

    private Optional<Manifest> keep(OnlineLearner learner) {
        try {
            return learner.learnt()
                    .filter(learnt -> isWorthIt(learner.model(), learnt))
                    .map(learnt -> keep(learner.model(), learnt));
        } catch (RuntimeException e) { // a full disk, a gate that says no: it goes on from what it knows
            LOG.warn("what {} has learnt is not kept: {}", learner.model(), e.toString());
            return Optional.empty();
        }
    }

    /// A learner of a version that is live no more begins anew at its next question; where the breaker is not closed,
    /// the model is in question, and a new version would close it.
    private boolean isWorthIt(String model, OnlineLearner.Learnt learnt) {
        return learnt.observations() >= OBSERVATIONS_MIN
                && server.live(model).map(Manifest::version).equals(Optional.of(learnt.from()))
                && server.breakers().state(model).equals("CLOSED");
    }

    private Manifest keep(String model, OnlineLearner.Learnt learnt) {
        ModelArtifact artifact = learnt.artifact().apply(about(model, learnt));
        server.checkpoint(artifact, new Cause(ACTOR, "learnt from " + learnt.observations() + " more"));
        server.versions().cleanupOldVersions(model, KEPT, kept(model), ACTOR);
        return artifact.manifest();
    }

    private List<ModelVersion> kept(String model) {
        return server.versions().listVersions(model).stream()
                .filter(manifest -> manifest.data().containsKey(OBSERVATIONS))
                .map(Manifest::version)
                .toList();
    }

    private StateModels.About about(String model, OnlineLearner.Learnt learnt) {
        Manifest from = server.live(model)
                .orElseThrow(() -> new PakitException.NotFound("model " + model + " is not loaded any more"));
        ModelVersion version = next(model);
        return new StateModels.About(
                version,
                Optional.of(learnt.from()),
                clock.instant(),
                from.seed(),
                Map.of("source", "what this node does", OBSERVATIONS, String.valueOf(learnt.observations())),
                Map.of(),
                Map.of(),
                card(model, version, learnt));
    }

    /// A patch above all that there are.
    private ModelVersion next(String model) {
        ModelVersion highest = server.versions().registered(model).getFirst();
        String[] parts = highest.text().split("[.+-]", 4);
        return ModelVersion.parse(parts[0] + "." + parts[1] + "." + (Long.parseLong(parts[2]) + 1));
    }

    private static String card(String model, ModelVersion version, OnlineLearner.Learnt learnt) {
        return """
                # %s v%s

                What a running node knew: it began with v%s and learnt from %d observations of its own since. It was \
                judged by the gate alone, on the reference set; what it gains here is in `pakit stats` and `/metrics`.
                """.formatted(model, version, learnt.from(), learnt.observations());
    }

    /// Keeps what was learnt last. To be called when nobody asks the learners any more, and before the server closes.
    @Override
    public void close() {
        Watch running;
        synchronized (this) {
            running = watch;
        }
        if (running != null) {
            running.close();
        }
        keep();
    }
}
