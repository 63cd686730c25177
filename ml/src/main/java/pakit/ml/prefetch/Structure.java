package pakit.ml.prefetch;

/// What is known of the order of blocks in trees.
public interface Structure {
    long NONE = 0;

    /// The block that comes `steps` after `id` among its siblings; after a node that was read itself, its child of that
    /// number, counted from 1.
    ///
    /// @param steps 1 or more
    /// @return [#NONE] if that is not known, or there is none
    long after(long id, int steps);

    /// Knows nothing.
    static Structure none() {
        return (id, steps) -> NONE;
    }
}
