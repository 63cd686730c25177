package pakit.bench;

/// How long to measure.
///
/// @param repetitions of everything
/// @param jmhMillis of one JMH iteration
/// @param loadSeconds of one phase of load
/// @param swaps for the memory table
record Effort(int repetitions, int jmhMillis, int loadSeconds, int swaps) {
    static final Effort FULL = new Effort(5, 500, 4, 2_000);

    /// To see that everything runs; its figures say little.
    static final Effort QUICK = new Effort(1, 100, 1, 50);
}
