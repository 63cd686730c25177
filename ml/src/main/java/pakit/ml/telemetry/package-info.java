/// What happened, as content-free events in a database of their own, written off the hot path. Open
/// [pakit.ml.telemetry.TelemetryCollector] first.
@NullMarked
package pakit.ml.telemetry;

import org.jspecify.annotations.NullMarked;
