package pakit.bench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What was fetched from registries, kept for the next time.
///
/// @param directory made when it is first needed
/// @param progress told what is fetched and what cannot be had
record Archives(Path directory, Consumer<String> progress) {
    /// The lists of this checkout need about a quarter of it each.
    private static final long BYTES_MAX = 2L << 30;

    /// Where a version's archive lies, or nothing if its registry no longer has it.
    ///
    /// @throws IOException if so much has been fetched already that the limit is reached
    Optional<Path> archive(PackageVersions wanted, String version) throws IOException, InterruptedException {
        String source = wanted.source().name().toLowerCase(Locale.ROOT);
        Path place = directory.resolve(source).resolve(wanted.directory()).resolve(version.replace('/', '_'));
        if (Files.isDirectory(place)) {
            return Optional.of(place);
        }
        Files.createDirectories(directory);
        if (Trees.bytes(directory) > BYTES_MAX) {
            throw new IOException(
                    directory + " holds more than " + BYTES_MAX + " bytes of packages: remove what is not needed");
        }
        progress.accept("fetching " + wanted.name() + " " + version);
        Path part = Files.createTempDirectory(directory, "part");
        Path log = directory.resolve("fetch.log");
        try {
            new Script(wanted.source().fetch(), environment(wanted, version, part), log).run();
        } catch (IOException e) {
            progress.accept(wanted.name() + " " + version + " cannot be had and is left out: " + lastLine(e));
            return Optional.empty();
        }
        Files.createDirectories(place.resolve("..").normalize());
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        return Optional.of(place);
    }

    static Map<String, String> environment(PackageVersions wanted, String version, Path fetched) {
        return Map.of("PACKAGE", wanted.name(), "VERSION", version, "FETCHED", fetched.toString());
    }

    private static String lastLine(IOException failure) {
        return String.valueOf(failure.getMessage()).lines().reduce("", (before, line) -> line);
    }
}
