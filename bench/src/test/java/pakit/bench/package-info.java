/// Comparisons side by side in one run, in the JVM and over the port; not shipped. Open [pakit.bench.Bench] first.
@NullMarked
package pakit.bench;

import org.jspecify.annotations.NullMarked;
