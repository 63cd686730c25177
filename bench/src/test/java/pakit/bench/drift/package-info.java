/// How soon the drift watch notices that a stream has shifted, and how often it says so of one that has not, on streams
/// of real blocks. Open [pakit.bench.drift.DriftTable] first.
@NullMarked
package pakit.bench.drift;

import org.jspecify.annotations.NullMarked;
