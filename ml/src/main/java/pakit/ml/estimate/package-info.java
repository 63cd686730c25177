/// What a version that serves nobody would bring, from logged events. Open [pakit.ml.estimate.CandidateEstimator]
/// first.
@NullMarked
package pakit.ml.estimate;

import org.jspecify.annotations.NullMarked;
