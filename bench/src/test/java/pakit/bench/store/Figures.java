package pakit.bench.store;

/// What one contestant made of one set.
///
/// @param storedBytes of its whole repository at the end
/// @param storing of all versions
/// @param restoring of the newest version, by the median of the wall times
record Figures(String contestant, VersionedSet set, long storedBytes, Cost storing, Cost restoring) {
    double storedMegabytes() {
        return storedBytes / 1e6;
    }

    double storedMegabytesPerSecond() {
        return set.allBytes() / 1e6 / storing.wallSeconds();
    }

    double storedMegabytesPerCpuSecond() {
        return set.allBytes() / 1e6 / storing.cpuSeconds();
    }

    double restoredMegabytesPerSecond() {
        return set.bytes().getLast() / 1e6 / restoring.wallSeconds();
    }
}
