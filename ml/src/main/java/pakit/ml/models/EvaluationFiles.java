package pakit.ml.models;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.store.DurableFiles;

/// Evaluations on disk: `models/NAME/evaluations/`, one file per behaviour and reference set. The first line is the
/// SHA-256 of the rest, which is JSON. A file that was altered or damaged counts as none: what it said is measured
/// again.
public final class EvaluationFiles {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluationFiles.class);
    static final String DIRECTORY = "evaluations";

    private final Path models;

    /// @param behaviourSha256 of the version, as [Manifest#behaviourSha256] has it
    private record Kept(String behaviourSha256, ModelEvaluation evaluation) {}

    public EvaluationFiles(Path models) {
        this.models = models;
    }

    Optional<ModelEvaluation> find(Manifest manifest, String reference) {
        Path file = file(manifest, reference);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(Files.readAllBytes(file), manifest, reference));
        } catch (IOException | PakitException.Corrupt e) {
            LOG.warn("{} will be evaluated again: evaluation {}: {}", manifest.title(), file, e.getMessage());
            return Optional.empty();
        }
    }

    void keep(Manifest manifest, ModelEvaluation evaluation) {
        Path file = file(manifest, evaluation.reference());
        try {
            Files.createDirectories(file.getParent());
            DurableFiles.write(file, bytes(manifest, evaluation));
        } catch (IOException e) {
            throw new PakitException.Unavailable("evaluation " + file + " cannot be written: " + e, e);
        }
    }

    /// Deletes what was measured of a version's behaviour, on whatever set. What cannot be deleted stays, with a
    /// warning: it is right, and nobody needs it.
    public void forget(Manifest manifest) {
        Path directory = models.resolve(manifest.name()).resolve(DIRECTORY);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, manifest.behaviourSha256() + "-*.json")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("what was measured of {} stays in {}: {}", manifest.title(), directory, e.toString());
        }
    }

    static byte[] bytes(Manifest manifest, ModelEvaluation evaluation) {
        return DigestedJson.bytes(new Kept(manifest.behaviourSha256(), evaluation));
    }

    /// @throws PakitException.Corrupt if it is not what was kept, or not of that version and set
    static ModelEvaluation read(byte[] bytes, Manifest manifest, String reference) {
        Kept kept = DigestedJson.read(bytes, Kept.class);
        String found = kept.behaviourSha256() + " on " + kept.evaluation().reference();
        String expected = manifest.behaviourSha256() + " on " + reference;
        if (!found.equals(expected)) {
            throw new PakitException.Corrupt("it is of " + found + ", expected " + expected);
        }
        return kept.evaluation();
    }

    private Path file(Manifest manifest, String reference) {
        return models.resolve(manifest.name())
                .resolve(DIRECTORY)
                .resolve(manifest.behaviourSha256() + "-" + reference + ".json");
    }
}
