package pakit.ml.integration;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.PakitModel;
import pakit.ml.models.StateModels;
import pakit.ml.serving.OnlineLearner;

/// What learns while it answers: begins with what the live version had learnt, goes on from there, and begins anew when
/// another version goes live, unless that is what it was itself when it was last kept: then it goes on. It is made at
/// the first question. Thread-safe, one call at a time.
///
/// @param <V> versions of the model
/// @param <S> what a version had learnt; two that are equal know the same
/// @param <L> what learns
final class LiveLearner<V extends PakitModel, S, L> implements OnlineLearner {
    /// How a model's learners are made and kept.
    interface Kind<V, S, L> {
        String model();

        S state(V version);

        L begin(S state);

        S learnt(L learner);

        /// From how many observations it has learnt since it began.
        long observations(L learner);

        ModelArtifact artifact(S state, StateModels.About about);
    }

    private final Kind<V, S, L> kind;
    private @Nullable V from;
    private @Nullable L learner;
    private @Nullable Told<S> told;
    private long counted;

    LiveLearner(Kind<V, S, L> kind) {
        this.kind = kind;
    }

    /// What was kept of the learner last, and after how many observations.
    private record Told<S>(S state, long observations) {}

    /// Asks the learner that began with `version`.
    synchronized <R> R ask(V version, Function<L, R> question) {
        L now = learner;
        return question.apply(now == null || from != version ? goOn(now, version) : now);
    }

    /// Teaches it. Before the first question there is nobody to teach.
    synchronized void teach(Consumer<L> lesson) {
        L now = learner;
        if (now != null) {
            lesson.accept(now);
        }
    }

    private L goOn(@Nullable L before, V version) {
        Told<S> kept = told;
        told = null;
        from = version;
        S state = kind.state(version);
        if (before != null && kept != null && kept.state.equals(state)) {
            counted = kept.observations;
            return before;
        }
        counted = 0;
        L fresh = kind.begin(state);
        learner = fresh;
        return fresh;
    }

    @Override
    public String model() {
        return kind.model();
    }

    @Override
    public synchronized Optional<Learnt> learnt() {
        L now = learner;
        V begun = from;
        return now == null || begun == null
                ? Optional.empty()
                : Optional.of(new Learnt(begun.manifest().version(), kind.observations(now) - counted, this::artifact));
    }

    private synchronized ModelArtifact artifact(StateModels.About about) {
        L now = learner;
        V begun = from;
        if (now == null
                || begun == null
                || !about.parent().equals(Optional.of(begun.manifest().version()))) {
            throw new PakitException.Refused("another version went live meanwhile, whose learner learns now");
        }
        S state = kind.learnt(now);
        told = new Told<>(state, kind.observations(now));
        return kind.artifact(state, about);
    }
}
