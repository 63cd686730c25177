/// Real files become measured blocks, measured blocks become a trained and evaluated model. The heavy dependencies stay
/// here. Open [pakit.training.CompressionTraining] first.
@NullMarked
package pakit.training;

import org.jspecify.annotations.NullMarked;
