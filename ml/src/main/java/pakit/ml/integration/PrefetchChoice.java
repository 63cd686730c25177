package pakit.ml.integration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import pakit.block.BlockId;
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

/// The prefetch engine of a node, with the names and siblings of blocks that it has heard of.
///
/// @param engine learns from the node's own reads
record PrefetchChoice(PrefetchEngine engine, SiblingRing siblings, KnownBlocks known) {
    private static final int BLOCKS_MAX = 1 << 17;

    static LiveLearner<PrefetchModel, PrefetchState, PrefetchChoice> learner() {
        return new LiveLearner<>(new Kind());
    }

    private static PrefetchChoice of(PrefetchState state) {
        SiblingRing siblings = new SiblingRing(BLOCKS_MAX);
        KnownBlocks known = new KnownBlocks(BLOCKS_MAX);
        state.names().forEach(known::add);
        return new PrefetchChoice(PrefetchEngine.of(state, siblings), siblings, known);
    }

    Optional<Hint.Prefetch> best(PrefetchFacts facts) {
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

    private PrefetchState state() {
        PrefetchState state = engine.state();
        long[] words = state.history().clone();
        Arrays.sort(words);
        return state.naming(known.among(words));
    }

    private static final class Kind implements LiveLearner.Kind<PrefetchModel, PrefetchState, PrefetchChoice> {
        @Override
        public String model() {
            return PrefetchModel.NAME;
        }

        @Override
        public PrefetchState state(PrefetchModel version) {
            return version.state();
        }

        @Override
        public PrefetchChoice begin(PrefetchState state) {
            return of(state);
        }

        @Override
        public PrefetchState learnt(PrefetchChoice learner) {
            return learner.state();
        }

        @Override
        public long observations(PrefetchChoice learner) {
            return learner.engine().accesses();
        }

        @Override
        public ModelArtifact artifact(PrefetchState state, StateModels.About about) {
            return PrefetchModel.artifact(state, about);
        }
    }
}
