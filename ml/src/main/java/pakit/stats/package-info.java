/// Tests and intervals that decide between two arms: fixed-sample ones, and always-valid ones that may be looked at
/// after
/// every event. Pure functions of sufficient statistics; nothing here knows of Pakit. Open [pakit.stats.Moments] and
/// [pakit.stats.NormalMixture] first.
@NullMarked
package pakit.stats;

import org.jspecify.annotations.NullMarked;
