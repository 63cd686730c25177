/// Figures as Prometheus scrapes them. Open [pakit.ml.metrics.MetricSource] first.
@NullMarked
package pakit.ml.metrics;

import org.jspecify.annotations.NullMarked;
