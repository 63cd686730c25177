/// Versions on disk become the live model behind one volatile reference, are watched, swapped and rolled back. Open
/// [pakit.ml.serving.ModelServer] first.
@NullMarked
package pakit.ml.serving;

import org.jspecify.annotations.NullMarked;
