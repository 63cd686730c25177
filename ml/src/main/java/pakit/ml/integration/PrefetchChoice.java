package pakit.ml.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.block.BlockId;
import pakit.hint.Hint;
import pakit.hint.PrefetchFacts;
import pakit.ml.models.PrefetchModel;
import pakit.ml.prefetch.BlockAccess;
import pakit.ml.prefetch.PrefetchEngine;
import pakit.ml.prefetch.PrefetchState;
import pakit.ml.prefetch.SiblingRing;
import pakit.ml.prefetch.Suggestion;

/// The engine of a node: begins with what the live version had learnt, learns from the node's own reads, and begins
/// anew
/// when another version goes live. Its tables are made at the first question. Thread-safe, one question at a time.
final class PrefetchChoice {
    private static final int BLOCKS_MAX = 1 << 17;

    private @Nullable PrefetchModel from;
    private @Nullable Learner learner;

    private record Learner(PrefetchEngine engine, SiblingRing siblings, KnownBlocks known) {
        static Learner of(PrefetchState state) {
            SiblingRing siblings = new SiblingRing(BLOCKS_MAX);
            return new Learner(PrefetchEngine.of(state, siblings), siblings, new KnownBlocks(BLOCKS_MAX));
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
    }

    synchronized Optional<Hint.Prefetch> best(PrefetchModel model, PrefetchFacts facts) {
        Learner now = learner;
        if (now == null || from != model) {
            now = Learner.of(model.state());
            learner = now;
            from = model;
        }
        return now.ask(facts);
    }
}
