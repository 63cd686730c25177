package pakit.ml.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;

/// Manifests that were read and whose digests were right, remembered for as long as their files look untouched: a list
/// of versions is asked for after every swap, and hashing all weights each time slows down the calls beside it. What is
/// to be loaded is always read anew. Thread-safe.
final class ListedVersions {
    /// How a file looks without opening it.
    private record Look(Object identity, FileTime modified, long bytes) {}

    private record Listed(Manifest manifest, List<Look> looks) {}

    private final Map<Path, Listed> listed = new ConcurrentHashMap<>();

    /// @param read reads and checks the version in `directory`
    Manifest manifest(Path directory, Supplier<Manifest> read) {
        Listed known = listed.get(directory);
        if (known != null
                && looks(directory, known.manifest).filter(known.looks::equals).isPresent()) {
            return known.manifest;
        }
        listed.remove(directory); // it changed, or is gone
        Manifest manifest = read.get();
        looks(directory, manifest).ifPresent(looks -> listed.put(directory, new Listed(manifest, looks)));
        return manifest;
    }

    /// Empty if a file cannot be looked at.
    private static Optional<List<Look>> looks(Path directory, Manifest manifest) {
        try {
            return Optional.of(List.of(
                    look(directory.resolve(ModelArtifact.MANIFEST_FILE)), look(directory.resolve(manifest.payload()))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Look look(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Object key = attributes.fileKey();
        return new Look(key == null ? "" : key, attributes.lastModifiedTime(), attributes.size());
    }
}
