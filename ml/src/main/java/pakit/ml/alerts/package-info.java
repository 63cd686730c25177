/// What is wrong with a node, since when, and who is told. Open [pakit.ml.alerts.AlertBook] first.
@NullMarked
package pakit.ml.alerts;

import org.jspecify.annotations.NullMarked;
