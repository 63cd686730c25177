/// Inference kernels and their array layout. In come row-major float arrays, out go float arrays; nothing here knows
/// what a feature means. Open [pakit.ml.tensor.DenseNetwork] first.
@NullMarked
package pakit.ml.tensor;

import org.jspecify.annotations.NullMarked;
