package pakit.ml.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.store.DurableFiles;

/// What newest blocks of this node said of versions, each beside one that was live: kept with the evaluations, because
/// a ramp lasts for days and the node may restart meanwhile. One that was damaged counts as none, and then the gate
/// asks for as much as of any version.
final class OwnProofs {
    private static final Logger LOG = LoggerFactory.getLogger(OwnProofs.class);
    private static final int NAME_CHARS = 16;

    private final Path models;

    OwnProofs(Path models) {
        this.models = models;
    }

    /// @param candidate behaviour of the version, and `live`: of the one beside it, as [Manifest#behaviourSha256] has
    /// them
    private record Kept(String candidate, String live, HeldOut found) {}

    void keep(Manifest candidate, Manifest live, HeldOut found) {
        Path file = file(candidate, live);
        try {
            Files.createDirectories(file.getParent());
            DurableFiles.write(
                    file, DigestedJson.bytes(new Kept(candidate.behaviourSha256(), live.behaviourSha256(), found)));
        } catch (IOException e) {
            throw new PakitException.Unavailable("proof " + file + " cannot be written: " + e, e);
        }
    }

    Optional<HeldOut> find(Manifest candidate, Manifest live) {
        Path file = file(candidate, live);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Kept kept = DigestedJson.read(Files.readAllBytes(file), Kept.class);
            boolean isOfThese = kept.candidate().equals(candidate.behaviourSha256())
                    && kept.live().equals(live.behaviourSha256());
            return isOfThese ? Optional.of(kept.found()) : Optional.empty();
        } catch (IOException | PakitException.Corrupt e) {
            LOG.warn("what own blocks said of {} is lost: {}: {}", candidate.title(), file, e.getMessage());
            return Optional.empty();
        }
    }

    private Path file(Manifest candidate, Manifest live) {
        String beside = live.behaviourSha256().substring(0, NAME_CHARS);
        return models.resolve(candidate.name())
                .resolve(EvaluationFiles.DIRECTORY)
                .resolve(candidate.behaviourSha256() + "-own-" + beside + ".json");
    }
}
