package pakit.bench.store;

/// What a program took, from its start to its end, with all processes that it started.
///
/// @param cpuSeconds of user and kernel together
/// @param peakBytes of the largest process: memory that was resident at once, shared libraries and mapped files
/// included
record Cost(double wallSeconds, double cpuSeconds, long peakBytes) {
    static final Cost NOTHING = new Cost(0, 0, 0);

    /// One after the other.
    Cost plus(Cost other) {
        return new Cost(
                wallSeconds + other.wallSeconds, cpuSeconds + other.cpuSeconds, Math.max(peakBytes, other.peakBytes));
    }
}
