package pakit.ml.models;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a gate asks of a version. Pure: it judges what was measured, and asks no model.
public interface GatePolicy {
    /// What 95 of 100 calls have to stay below.
    Duration p95Max();

    /// @param live what was measured of the live version, if there is one, and if it could be measured
    List<GateCheck> judge(ModelEvaluation candidate, Optional<ModelEvaluation> live);

    /// As [#judge(ModelEvaluation, Optional)], where both were asked about blocks of this node too.
    ///
    /// @param own what these said, if they were asked
    default List<GateCheck> judge(ModelEvaluation candidate, Optional<ModelEvaluation> live, Optional<HeldOut> own) {
        return judge(candidate, live);
    }
}
