package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Trees on disk, compared by all that Pakit promises to keep.
final class Trees {
    private Trees() {}

    /// The same names, kinds, modes, symlink targets and bytes.
    static void same(Path actual, Path expected) throws IOException {
        Map<String, String> shape = shape(expected);
        assertThat(shape(actual)).isEqualTo(shape);
        for (String name : shape.keySet()) {
            Path file = expected.resolve(name);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                assertThat(Files.mismatch(actual.resolve(name), file)).as(name).isEqualTo(-1);
            }
        }
    }

    /// What documents use of a checkout: the program, documents, and sources to store and to train on.
    static void layOutCheckout(Path scratch) throws IOException {
        Files.createSymbolicLink(scratch.resolve("pakit"), Pakit.LAUNCHER);
        Files.copy(Pakit.CHECKOUT.resolve("README.md"), scratch.resolve("README.md"));
        for (String directory : List.of("docs", "deploy", "core/src", "ml/src", "node/src")) {
            Path there = Pakit.CHECKOUT.resolve(directory);
            if (Files.exists(there)) {
                copy(there, scratch.resolve(directory));
            }
        }
    }

    /// Copies directories and files, all with the modes that new ones get.
    static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    static long bytes(Path tree) throws IOException {
        long[] sum = new long[1];
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }

    private static Map<String, String> shape(Path tree) throws IOException {
        Map<String, String> shape = new TreeMap<>();
        try (var all = Files.walk(tree)) {
            for (Path path : all.toList()) {
                shape.put(tree.relativize(path).toString(), describe(path));
            }
        }
        return shape;
    }

    private static String describe(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "symlink to " + Files.readSymbolicLink(path);
        }
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        return Files.isDirectory(path) ? "directory " + mode : "file " + mode + " " + Files.size(path);
    }
}
