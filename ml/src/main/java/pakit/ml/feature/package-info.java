/// Facts become named, ordered, versioned numbers, by one code path for training and serving. Open
/// [pakit.ml.feature.FeatureSchema] first.
@NullMarked
package pakit.ml.feature;

import org.jspecify.annotations.NullMarked;
