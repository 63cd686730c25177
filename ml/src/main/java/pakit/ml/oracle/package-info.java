/// What would have been best, found out beside the traffic: blocks by random sample in, measured blocks, live regret
/// and events out. Open [pakit.ml.oracle.ContinuousOracle] first.
@NullMarked
package pakit.ml.oracle;

import org.jspecify.annotations.NullMarked;
