/// Which blocks to fetch before they are asked for: [PrefetchEngine] hears of every access and answers with a few ids,
/// or with none.
///
/// In come ids as longs, how each was found, and what trees say ([Structure], kept by [SiblingRing]); out go ids with
/// their chances, best first. Nothing here reads a block. Start with [PrefetchEngine].
@NullMarked
package pakit.ml.prefetch;

import org.jspecify.annotations.NullMarked;
