package pakit.ml.integration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.block.BlockId;
import pakit.error.PakitException;
import pakit.hint.Hint;
import pakit.hint.PrefetchFacts;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.PrefetchModel;
import pakit.ml.models.StateModels;
import pakit.ml.prefetch.BlockAccess;
import pakit.ml.prefetch.PrefetchEngine;
import pakit.ml.prefetch.PrefetchState;
import pakit.ml.prefetch.SiblingRing;
import pakit.ml.prefetch.Suggestion;
import pakit.ml.serving.OnlineLearner;

/// The engine of a node: begins with what the live version had learnt, learns from the node's own reads, and begins
/// anew when another version goes live, unless that is what it was itself when it was last kept: then it goes on. Its
/// tables are made at the first question. Thread-safe, one question at a time.
final class PrefetchChoice implements OnlineLearner {
    private static final int BLOCKS_MAX = 1 << 17;

    private @Nullable PrefetchModel from;
    private @Nullable Learner learner;
    private @Nullable Told told;
    private long counted;

    /// What was kept of the engine last, and after how many accesses.
    private record Told(PrefetchState state, long accesses) {}

    private record Learner(PrefetchEngine engine, SiblingRing siblings, KnownBlocks known) {
        static Learner of(PrefetchState state) {
            SiblingRing siblings = new SiblingRing(BLOCKS_MAX);
            KnownBlocks known = new KnownBlocks(BLOCKS_MAX);
            state.names().forEach(known::add);
            return new Learner(PrefetchEngine.of(state, siblings), siblings, known);
        }

        Optional<Hint.Prefetch> ask(PrefetchFacts facts) {
            facts.arrived().forEach(id -> engine.arrived(KnownBlocks.word(id)));
            long id = known.add(facts.id());
            if (!facts.links().isEmpty()) {
                siblings.add(id, facts.links().stream().mapToLong(known::add).toArray());
            }
            Suggestion suggestion =
                    engine.predict(new BlockAccess(id, facts.found(), word -> held(facts, word), facts.room()));
            List<BlockId> ids = ids(suggestion);
            return ids.isEmpty() ? Optional.empty() : Optional.of(new Hint.Prefetch(ids));
        }

        /// What cannot be named need not be fetched.
        private boolean held(PrefetchFacts facts, long word) {
            BlockId id = known.find(word);
            return id == null || facts.held().test(id);
        }

        private List<BlockId> ids(Suggestion suggestion) {
            List<BlockId> ids = new ArrayList<>();
            for (long word : suggestion.ids()) {
                BlockId id = known.find(word);
                if (id != null) {
                    ids.add(id);
                }
            }
            return ids;
        }

        PrefetchState state() {
            PrefetchState state = engine.state();
            long[] words = state.history().clone();
            Arrays.sort(words);
            return state.naming(known.among(words));
        }
    }

    synchronized Optional<Hint.Prefetch> best(PrefetchModel model, PrefetchFacts facts) {
        Learner now = learner;
        if (now == null || from != model) {
            now = goOn(now, model);
        }
        return now.ask(facts);
    }

    private Learner goOn(@Nullable Learner before, PrefetchModel model) {
        Told kept = told;
        told = null;
        from = model;
        if (before != null && kept != null && kept.state.equals(model.state())) {
            counted = kept.accesses;
            return before;
        }
        counted = 0;
        Learner fresh = Learner.of(model.state());
        learner = fresh;
        return fresh;
    }

    @Override
    public String model() {
        return PrefetchModel.NAME;
    }

    @Override
    public synchronized Optional<Learnt> learnt() {
        Learner now = learner;
        PrefetchModel begun = from;
        return now == null || begun == null
                ? Optional.empty()
                : Optional.of(
                        new Learnt(begun.manifest().version(), now.engine().accesses() - counted, this::artifact));
    }

    private synchronized ModelArtifact artifact(StateModels.About about) {
        Learner now = learner;
        PrefetchModel begun = from;
        if (now == null
                || begun == null
                || !about.parent().equals(Optional.of(begun.manifest().version()))) {
            throw new PakitException.Refused("another version went live meanwhile, whose engine learns now");
        }
        PrefetchState state = now.state();
        told = new Told(state, now.engine().accesses());
        return PrefetchModel.artifact(state, about);
    }
}
