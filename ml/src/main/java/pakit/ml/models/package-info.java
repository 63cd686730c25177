/// Models and what is known of them: the artifact on disk, its manifest, the model that it becomes, its evaluation.
/// Open [pakit.ml.models.PakitModel] first.
@NullMarked
package pakit.ml.models;

import org.jspecify.annotations.NullMarked;
