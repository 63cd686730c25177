package pakit.ml.prefetch;

/// What an engine had learnt at one moment, to be asked by itself. Immutable.
public final class Chances {
    private final UseTable uses;

    Chances(UseTable uses) {
        this.uses = uses;
    }

    /// The chance that a block is asked for in time, above 0 and below 1. Any figures are taken; those out of range
    /// count as the nearest in range.
    ///
    /// @param evidence all that speaks for the block, eight figures from `from` on: pairs, pair_votes, seen, votes,
    ///     deep, distance, run, proposed; docs/models/prefetch_engine.md says what they are
    public float chance(float[] evidence, int from) {
        return uses.chance(Cell.of(
                (int) evidence[from],
                (int) evidence[from + 1],
                (int) evidence[from + 2],
                (int) evidence[from + 3],
                (int) evidence[from + 4],
                (int) evidence[from + 5],
                (int) evidence[from + 6],
                (int) evidence[from + 7]));
    }
}
