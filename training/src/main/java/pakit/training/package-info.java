/// Real files become measured blocks, measured blocks become a trained and evaluated model. What needs heavy libraries
/// is a module of its own, found by [pakit.training.NeuralFit]. Open [pakit.training.Trainer] first, then its first
/// implementation, [pakit.training.CompressionTrainer].
@NullMarked
package pakit.training;

import org.jspecify.annotations.NullMarked;
