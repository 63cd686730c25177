/// Whether one more base is worth an attempt: [DedupOptimizer] learns from attempts that were made what share of a
/// record another base saves, and says so of bases that nobody has tried yet.
///
/// In come the features of a block and a candidate ([DedupFeatures]) and what came of attempts; out goes a predicted
/// saving. Nothing here reads a block store. Start with [DedupOptimizer].
@NullMarked
package pakit.ml.dedup;

import org.jspecify.annotations.NullMarked;
