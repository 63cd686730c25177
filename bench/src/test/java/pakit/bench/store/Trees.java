package pakit.bench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Directories full of files: how much is in them, and whether two hold the same.
final class Trees {
    private Trees() {}

    /// What the files hold; what they take on disk is a little more.
    static long bytes(Path tree) throws IOException {
        long bytes = 0;
        for (Path file : files(tree).values()) {
            bytes += Files.isSymbolicLink(file) ? 0 : Files.size(file);
        }
        return bytes;
    }

    static int count(Path tree) throws IOException {
        return files(tree).size();
    }

    /// Fails with the first difference in names, bytes or targets of links. Empty directories, modes and times are not
    /// looked at: not every contestant keeps them.
    static void same(Path expected, Path found) throws IOException {
        SortedMap<String, Path> wanted = files(expected);
        SortedMap<String, Path> had = files(found);
        if (!wanted.keySet().equals(had.keySet())) {
            TreeMap<String, Path> missing = new TreeMap<>(wanted);
            missing.keySet().removeAll(had.keySet());
            throw new IOException("restored were %d files instead of %d; missing are %s"
                    .formatted(
                            had.size(),
                            wanted.size(),
                            missing.keySet().stream().limit(3).toList()));
        }
        for (var entry : wanted.entrySet()) {
            if (!sameFile(entry.getValue(), had.getOrDefault(entry.getKey(), found))) {
                throw new IOException("restored with other bytes: " + entry.getKey());
            }
        }
    }

    private static boolean sameFile(Path one, Path other) throws IOException {
        if (Files.isSymbolicLink(one) || Files.isSymbolicLink(other)) {
            return Files.isSymbolicLink(one)
                    && Files.isSymbolicLink(other)
                    && Files.readSymbolicLink(one).equals(Files.readSymbolicLink(other));
        }
        return Files.mismatch(one, other) < 0;
    }

    private static SortedMap<String, Path> files(Path tree) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(tree)) {
            walk.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .forEach(file -> files.put(tree.relativize(file).toString(), file));
        }
        return files;
    }
}
