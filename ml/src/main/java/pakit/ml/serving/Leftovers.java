package pakit.ml.serving;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;

/// What a process that died has left in the directory of a model: registrations and deletions that did not finish, and
/// versions that somebody began to copy there. What the journal names is never taken for half-written: it was whole
/// once, and is refused by name where it is asked for.
final class Leftovers {
    static final String HALF_WRITTEN = ".tmp-";
    static final String HALF_DELETED = ".deleted-";

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private static final int MANIFEST_END_BYTES = 16; // brace, end of line, and what an editor may have added

    private Leftovers() {}

    /// Sets half-written versions aside by name, and finishes deletions.
    static void settle(Path model, List<Path> directories, Instant now) throws IOException {
        for (Path directory : directories) {
            String name = directory.getFileName().toString();
            if (name.startsWith(HALF_WRITTEN)) {
                setAside(directory, name.substring(HALF_WRITTEN.length()), now);
            } else if (VersionFiles.version(directory)
                    .filter(version -> !isWhole(directory) && !isNamed(model, version, now))
                    .isPresent()) {
                setAside(directory, name, now);
            } else if (name.startsWith(HALF_DELETED)) {
                LOG.warn("a clean-up in {} did not finish: {} is deleted now", model, name);
                CleanUp.deleteFiles(directory);
            }
        }
    }

    private static void setAside(Path directory, String name, Instant now) throws IOException {
        String aside = ".half-written-" + name + "-" + SetAside.stamp(now);
        Files.move(directory, directory.resolveSibling(aside), StandardCopyOption.ATOMIC_MOVE);
        LOG.warn("a registration in {} did not finish: its files are set aside as {}", directory.getParent(), aside);
    }

    /// The manifest is written last, and ends with a brace.
    private static boolean isWhole(Path version) {
        Path manifest = version.resolve(ModelArtifact.MANIFEST_FILE);
        try (FileChannel file = FileChannel.open(manifest)) {
            ByteBuffer end = ByteBuffer.allocate(MANIFEST_END_BYTES);
            file.read(end, Math.max(0, file.size() - MANIFEST_END_BYTES));
            return new String(end.array(), 0, end.position(), StandardCharsets.ISO_8859_1)
                    .stripTrailing()
                    .endsWith("}");
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException unreadable) { // whoever asks for it is told
            return true;
        }
    }

    private static boolean isNamed(Path model, ModelVersion version, Instant now) {
        try {
            return ActivationJournal.open(model, now).history().lines().stream()
                    .anyMatch(line -> line.version().equals(version));
        } catch (PakitException unreadable) { // whoever asks for the model is told
            return true;
        }
    }
}
