/// Prefetching replayed over traces of real accesses. Open [pakit.training.prefetch.PrefetchReplay] first.
@NullMarked
package pakit.training.prefetch;

import org.jspecify.annotations.NullMarked;
