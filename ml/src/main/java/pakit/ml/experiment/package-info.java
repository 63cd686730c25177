/// Traffic is split into arms, what came of each is tallied, and evidence leads to decisions: ramp up, roll back, or
/// wait for more evidence. Open [pakit.ml.experiment.ABTestFramework] first, then [pakit.ml.experiment.Ramp].
@NullMarked
package pakit.ml.experiment;

import org.jspecify.annotations.NullMarked;
