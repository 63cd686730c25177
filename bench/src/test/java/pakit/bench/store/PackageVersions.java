package pakit.bench.store;

import java.util.List;

/// One package of a set: a line of a list.
///
/// @param name as the source knows it
/// @param versions oldest first
record PackageVersions(Source source, String name, List<String> versions) {
    /// The last of them for numbers beyond.
    String version(int number) {
        return versions.get(Math.min(number, versions.size() - 1));
    }

    /// Where it lies in each version of the set.
    String directory() {
        return name.replaceAll("[^A-Za-z0-9.-]+", "_");
    }
}
