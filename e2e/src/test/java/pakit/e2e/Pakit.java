package pakit.e2e;

import java.nio.file.Path;

/// The program.
final class Pakit {
    static final Path LAUNCHER = Path.of("../pakit").toAbsolutePath().normalize();

    private Pakit() {}
}
