/// Real files become measured blocks, measured blocks become a trained and evaluated model. The heavy dependencies stay
/// here. Open [pakit.training.Trainer] first, then its first implementation, [pakit.training.CompressionTrainer].
@NullMarked
package pakit.training;

import org.jspecify.annotations.NullMarked;
