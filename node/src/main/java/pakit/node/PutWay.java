package pakit.node;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import pakit.block.Block;
import pakit.dag.Outcome;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.integration.BlockTrial;

/// The way of all blocks of one put. If an experiment runs, one of its arms serves them all.
final class PutWay {
    private PutWay() {}

    /// @param user empty if the put is a unit of its own
    static Function<Block, Outcome> of(LocalNode.Parts parts, Optional<String> user) {
        user.ifPresent(ABTestFramework::requireUnit);
        String unit = user.orElseGet(() -> UUID.randomUUID().toString());
        BlockTrial trial = parts.experiments().put(unit, parts.home().profile());
        if (trial == null) {
            return block -> parts.backend().process(block, parts.advisor());
        }
        return block -> {
            Outcome outcome = parts.backend().process(block, trial);
            trial.record(outcome);
            return outcome;
        };
    }
}
