package pakit.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The Java sources of all modules, as they lie beside this module.
final class SourceTree {
    /// Where all modules lie.
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private SourceTree() {}

    /// @param kind `main` or `test`
    static List<Path> files(String kind) {
        List<Path> files = new ArrayList<>();
        for (Path module : children(ROOT)) {
            Path sources = module.resolve("src").resolve(kind).resolve("java");
            if (Files.isDirectory(sources)) {
                files.addAll(javaFiles(sources));
            }
        }
        return files;
    }

    /// Whether a module has sources of the package, its own or generated ones.
    static boolean hasPackage(String name) {
        String directory = name.replace('.', '/');
        return Stream.of("src/main/java", "src/test/java", "target/generated-sources/protobuf")
                .flatMap(sources -> children(ROOT).stream().map(module -> module.resolve(sources)))
                .anyMatch(sources -> Files.isDirectory(sources.resolve(directory)));
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> javaFiles(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
