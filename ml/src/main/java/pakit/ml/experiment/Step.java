package pakit.ml.experiment;

import java.util.List;

/// What a ramp does next.
public sealed interface Step {
    /// Why, in words and figures.
    List<String> reasons();

    /// Nothing yet.
    record Wait(List<String> reasons) implements Step {}

    /// Treatment gets a larger share.
    record Advance(double share, List<String> reasons) implements Step {}

    /// Treatment serves everybody, and the experiment ends.
    record Promote(List<String> reasons) implements Step {}

    /// Control serves everybody, and the experiment ends.
    record RollBack(List<String> reasons) implements Step {}
}
