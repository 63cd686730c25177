package pakit.ml.integration;

import java.nio.ByteBuffer;
import pakit.hint.Hint;
import pakit.hint.NetworkConditions;
import pakit.ml.gossip.BroadcastOutcome;
import pakit.ml.gossip.NetworkOptimizer;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.NetworkOptimizerModel;
import pakit.ml.models.StateModels;

/// The network optimizer of a program, and of how many messages it has heard what came of them.
final class NetworkChoice {
    private final NetworkOptimizer optimizer;
    private long outcomes;

    private NetworkChoice(NetworkOptimizer optimizer) {
        this.optimizer = optimizer;
    }

    static LiveLearner<NetworkOptimizerModel, ByteBuffer, NetworkChoice> learner() {
        return new LiveLearner<>(new Kind());
    }

    Hint.Network best(NetworkConditions conditions) {
        return new Hint.Network(optimizer.params(conditions));
    }

    void record(BroadcastOutcome outcome) {
        optimizer.record(outcome);
        outcomes++;
    }

    private static final class Kind implements LiveLearner.Kind<NetworkOptimizerModel, ByteBuffer, NetworkChoice> {
        @Override
        public String model() {
            return NetworkOptimizerModel.NAME;
        }

        @Override
        public ByteBuffer state(NetworkOptimizerModel version) {
            return ByteBuffer.wrap(version.learner().checkpoint());
        }

        @Override
        public NetworkChoice begin(ByteBuffer state) {
            return new NetworkChoice(NetworkOptimizer.restore(state.array()));
        }

        @Override
        public ByteBuffer learnt(NetworkChoice learner) {
            return ByteBuffer.wrap(learner.optimizer.checkpoint());
        }

        @Override
        public long observations(NetworkChoice learner) {
            return learner.outcomes;
        }

        @Override
        public ModelArtifact artifact(ByteBuffer state, StateModels.About about) {
            return NetworkOptimizerModel.artifact(NetworkOptimizer.restore(state.array()), about);
        }
    }
}
