package pakit.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How a fit went, step by step.
///
/// @param step what one step is, such as `passes over the samples`
/// @param losses per series, such as `validation`, one value a step
record LearningCurve(String step, Map<String, double[]> losses) {
    LearningCurve {
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    }

    Plot plot() {
        return Plots.lines("learning-curve", "Loss", step, losses);
    }
}
