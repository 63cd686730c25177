package pakit.bench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Builds versioned sets in a directory that keeps them: what is there is not made again.
final class SetBuilder {
    private final Path cache;
    private final Archives archives;

    SetBuilder(Path cache, Consumer<String> progress) {
        this.cache = cache;
        this.archives = new Archives(cache.resolve("archives"), progress);
    }

    /// The set, or nothing if less than two versions of it can be had.
    Optional<VersionedSet> build(String name, List<PackageVersions> wanted)
            throws IOException, InterruptedException, SQLException {
        List<PackageVersions> there = new ArrayList<>();
        for (PackageVersions one : wanted) {
            List<String> versions = fetched(one);
            if (!versions.isEmpty()) {
                there.add(new PackageVersions(one.source(), one.name(), versions));
            }
        }
        int count = there.stream().mapToInt(one -> one.versions().size()).max().orElse(0);
        if (count < 2) {
            return Optional.empty();
        }
        Path directory = cache.resolve("sets")
                .resolve(name + "-" + Integer.toHexString(there.toString().hashCode()));
        List<Path> versions = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            versions.add(version(directory, there, number));
        }
        return Optional.of(VersionedSet.of(name, versions));
    }

    private List<String> fetched(PackageVersions wanted) throws IOException, InterruptedException {
        if (wanted.source() == Source.DATABASE) {
            return wanted.versions();
        }
        List<String> there = new ArrayList<>();
        for (String version : wanted.versions()) {
            if (archives.archive(wanted, version).isPresent()) {
                there.add(version);
            }
        }
        return there;
    }

    private Path version(Path directory, List<PackageVersions> packages, int number)
            throws IOException, InterruptedException, SQLException {
        Path place = directory.resolve("%02d".formatted(number));
        if (!Files.isDirectory(place)) {
            Files.createDirectories(directory);
            Path part = Files.createTempDirectory(directory, "part");
            for (PackageVersions one : packages) {
                unpack(one, one.version(number), Files.createDirectory(part.resolve(one.directory())));
            }
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        }
        return place;
    }

    private void unpack(PackageVersions one, String version, Path to)
            throws IOException, InterruptedException, SQLException {
        if (one.source() == Source.DATABASE) {
            DatabaseStates.parse(one.name()).write(Integer.parseInt(version), to);
            return;
        }
        Path archive = archives.archive(one, version).orElseThrow();
        Map<String, String> environment = new HashMap<>(Archives.environment(one, version, archive));
        environment.put("OUT", to.toString());
        environment.put("JDK", System.getProperty("java.home"));
        new Script(one.source().unpack(), environment, cache.resolve("unpack.log")).run();
    }
}
