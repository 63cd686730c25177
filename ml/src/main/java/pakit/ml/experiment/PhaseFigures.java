package pakit.ml.experiment;

import java.util.List;

/// What the arms gave while the shares stayed the same, in the order of the plan's arms.
///
/// @param share of each treatment in this phase
record PhaseFigures(double share, List<ArmFigures> arms) {
    PhaseFigures {
        arms = List.copyOf(arms);
    }
}
