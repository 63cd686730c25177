/// Predictions asked for by name, whatever protocol they came by: named tensors are checked against the model's
/// manifest and become rows. Open [pakit.inference.Inference] first.
@NullMarked
package pakit.inference;

import org.jspecify.annotations.NullMarked;
