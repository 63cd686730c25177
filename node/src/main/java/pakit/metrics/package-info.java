/// What a node tells Prometheus beside its models: what it stores, what came of hints, how the process does. Counted
/// where it happens, written when somebody scrapes. Open [pakit.metrics.NodeMetrics] first.
@NullMarked
package pakit.metrics;

import org.jspecify.annotations.NullMarked;
