package pakit.preflight;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;

/// Every registered version is complete, its digests are right, and it is the one that its place says.
public final class ArtifactsIntact implements Check {
    private final Path models;

    /// @param models holds `NAME/VERSION/`
    public ArtifactsIntact(Path models) {
        this.models = models;
    }

    @Override
    public String name() {
        return "artifacts intact";
    }

    @Override
    public Finding look() {
        List<String> problems = new ArrayList<>();
        List<Path> versions = directories(models).stream()
                .flatMap(model -> directories(model).stream())
                .filter(ArtifactsIntact::isVersion)
                .toList();
        for (Path version : versions) {
            try {
                requireInPlace(version, ModelArtifact.read(version).manifest());
            } catch (PakitException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (versions.isEmpty()) {
            return Finding.fail("no version of any model is registered", "train and register one: pakit train");
        }
        return problems.isEmpty()
                ? Finding.pass(versions.size() + " registered, all digests right")
                : Finding.fail(String.join("; ", problems), "restore the files from a backup, or clean the version up");
    }

    private void requireInPlace(Path version, Manifest manifest) {
        String place = models.relativize(version).toString();
        String named = manifest.name() + "/" + manifest.version();
        if (!place.equals(named)) {
            throw new PakitException.Corrupt("the manifest in " + place + " is of " + named);
        }
    }

    private static boolean isVersion(Path directory) {
        try {
            ModelVersion.parse(directory.getFileName().toString());
            return true;
        } catch (PakitException.Invalid other) {
            return false;
        }
    }

    private static List<Path> directories(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
