/// Tests and intervals that decide between two arms: fixed-sample ones, and always-valid ones that may be looked at
/// after every event; estimates of what another policy would have brought ([pakit.stats.OffPolicy]); and whether a
/// distribution has moved: tests and distances of two samples, and watchers of a stream. Pure functions
/// of sufficient statistics; nothing here knows of Pakit. Open [pakit.stats.Moments] and [pakit.stats.NormalMixture]
/// first.
@NullMarked
package pakit.stats;

import org.jspecify.annotations.NullMarked;
