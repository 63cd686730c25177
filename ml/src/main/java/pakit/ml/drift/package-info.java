/// Whether traffic still looks like what models were trained on: from the rows that telemetry keeps, against the
/// histograms in the models' manifests. Open [pakit.ml.drift.DriftWatch] first.
@NullMarked
package pakit.ml.drift;

import org.jspecify.annotations.NullMarked;
