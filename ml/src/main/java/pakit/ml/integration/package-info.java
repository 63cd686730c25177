/// Facts in, advice out: asks the live models behind circuit breakers and never throws. Open
/// [pakit.ml.integration.MLDAGIntegration] first.
@NullMarked
package pakit.ml.integration;

import org.jspecify.annotations.NullMarked;
