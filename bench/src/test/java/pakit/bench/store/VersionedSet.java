package pakit.bench.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Versions of the same files, unpacked.
///
/// @param versions a directory each, oldest first
/// @param bytes what each of them holds
record VersionedSet(String name, List<Path> versions, List<Long> bytes) {
    static VersionedSet of(String name, List<Path> versions) throws IOException {
        Long[] bytes = new Long[versions.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Trees.bytes(versions.get(i));
        }
        return new VersionedSet(name, versions, List.of(bytes));
    }

    long allBytes() {
        return bytes.stream().mapToLong(Long::longValue).sum();
    }
}
