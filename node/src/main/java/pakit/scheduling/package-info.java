/// What the operating system is asked about when threads run. Open [pakit.scheduling.ShortSlices].
@NullMarked
package pakit.scheduling;

import org.jspecify.annotations.NullMarked;
