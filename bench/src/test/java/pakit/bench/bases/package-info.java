/// Ways to find the block that a new one resembles, beside each other. Start with [BaseSearch].
@NullMarked
package pakit.bench.bases;

import org.jspecify.annotations.NullMarked;
