package pakit.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// A program of the system that a test wants and a machine may lack.
final class SystemProgram {
    private SystemProgram() {}

    /// Where it lies. Without it the test is skipped, with a message that says what to install.
    static Path wanted(String name, String debianPackage) {
        Optional<Path> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), "skipped: no " + name + " here; install the Debian package " + debianPackage);
        return found.orElseThrow();
    }
}
