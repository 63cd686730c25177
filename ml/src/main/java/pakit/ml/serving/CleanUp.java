package pakit.ml.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.models.EvaluationFiles;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelVersion;
import pakit.store.DurableFiles;

/// Which versions are old, and how their files go.
final class CleanUp {
    private static final Logger LOG = LoggerFactory.getLogger(CleanUp.class);

    private CleanUp() {}

    /// All but the `keepLatest` newest and those in use.
    ///
    /// @param registered newest first
    static List<ModelVersion> old(List<ModelVersion> registered, int keepLatest, Set<ModelVersion> inUse) {
        if (keepLatest < 0) {
            throw new PakitException.Invalid("how many versions to keep must be 0 or more, found " + keepLatest);
        }
        return registered.stream()
                .skip(keepLatest)
                .filter(version -> !inUse.contains(version))
                .toList();
    }

    /// Renames the version's directory, which from then on is no version, writes the journal, then deletes the files.
    /// What is left of it if the process dies here is deleted at the next start.
    ///
    /// @throws PakitException.Unavailable if the disk refuses
    static void delete(Path model, ModelVersion version, Instant now, Runnable journal) {
        Path going = model.resolve(Leftovers.HALF_DELETED + version + "-" + SetAside.stamp(now));
        try {
            Files.move(model.resolve(version.text()), going, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncDirectory(model);
            journal.run();
            deleteFiles(going);
            LOG.info("Deleted {}", model.resolve(version.text()));
        } catch (IOException e) {
            throw new PakitException.Unavailable(
                    "version " + version + " in " + model + " cannot be deleted: " + e
                            + "; check the permissions, then clean up again",
                    e);
        }
    }

    /// Deletes what was measured of versions that are gone, unless one that is left behaves the same.
    ///
    /// @param before all versions, those that are gone included
    static void forgetEvaluations(Path models, List<Manifest> before, List<ModelVersion> gone) {
        Set<String> left = before.stream()
                .filter(manifest -> !gone.contains(manifest.version()))
                .map(Manifest::behaviourSha256)
                .collect(Collectors.toSet());
        EvaluationFiles evaluations = new EvaluationFiles(models);
        before.stream()
                .filter(manifest -> !left.contains(manifest.behaviourSha256()))
                .forEach(evaluations::forget);
    }

    /// Links are deleted, not followed.
    static void deleteFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
