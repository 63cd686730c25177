/// Load tests: many callers ask one model, in this process or over a port, at their own pace or at a given rate, and
/// the times they wait become percentiles. Open [pakit.load.LoadTest] first.
@NullMarked
package pakit.load;

import org.jspecify.annotations.NullMarked;
