package pakit.ml.tensor;

import java.util.Optional;
import jdk.incubator.vector.ByteVector;

/// Adds up trees for one row. Implementations give the same numbers bit for bit: each adds the leaves of every
/// fourth tree of an output, those of up to three that are left over to the first of the four sums, then these two and
/// these two.
interface ForestKernel {
    /// What the trees of outputs `from` to `to` say of the row that begins at `in[at]`.
    void apply(float[] in, int at, int from, int to, float[] out, int outAt);

    /// The fastest kernel of this JVM for these trees.
    static ForestKernel best(ForestLayout layout) {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                && Widths.bytesPreferred() == VectorForestKernel.LANES;
        return (vectors ? VectorForestKernel.on(layout) : Optional.<ForestKernel>empty())
                .orElseGet(() -> new PlainForestKernel(layout));
    }

    /// Apart, so that a JVM without the vector module never loads what names it.
    final class Widths {
        private Widths() {}

        static int bytesPreferred() {
            return ByteVector.SPECIES_PREFERRED.length();
        }
    }
}
