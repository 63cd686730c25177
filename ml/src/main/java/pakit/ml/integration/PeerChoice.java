package pakit.ml.integration;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import pakit.hint.Hint;
import pakit.hint.PeerFacts;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.PeerSelectorModel;
import pakit.ml.models.StateModels;
import pakit.ml.peers.PeerContext;
import pakit.ml.peers.PeerOutcome;
import pakit.ml.peers.PeerSelector;

/// The peer selector of a program, and how many answers it has heard of.
final class PeerChoice {
    private final PeerSelector selector;
    private long outcomes;

    private PeerChoice(PeerSelector selector) {
        this.selector = selector;
    }

    static LiveLearner<PeerSelectorModel, ByteBuffer, PeerChoice> learner() {
        return new LiveLearner<>(new Kind());
    }

    Hint.Peers best(PeerFacts facts) {
        return new Hint.Peers(selector.select(facts.peers(), new PeerContext(facts.timeoutNanosMax()))
                .order());
    }

    void sent(String peer) {
        selector.sent(peer);
    }

    void record(String peer, PeerOutcome outcome) {
        selector.record(peer, outcome);
        outcomes++;
    }

    private static final class Kind implements LiveLearner.Kind<PeerSelectorModel, ByteBuffer, PeerChoice> {
        @Override
        public String model() {
            return PeerSelectorModel.NAME;
        }

        @Override
        public ByteBuffer state(PeerSelectorModel version) {
            return ByteBuffer.wrap(version.checkpoint());
        }

        @Override
        public PeerChoice begin(ByteBuffer state) {
            return new PeerChoice(PeerSelector.restore(state.array(), System::nanoTime, new SplittableRandom()));
        }

        @Override
        public ByteBuffer learnt(PeerChoice learner) {
            return ByteBuffer.wrap(learner.selector.checkpoint());
        }

        @Override
        public long observations(PeerChoice learner) {
            return learner.outcomes;
        }

        @Override
        public ModelArtifact artifact(ByteBuffer state, StateModels.About about) {
            return PeerSelectorModel.artifact(state.array(), about);
        }
    }
}
