package pakit.ml.serving;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;

/// A version never changes, neither while it is registered nor after it was deleted.
final class Immutability {
    private Immutability() {}

    /// A number that was used is never used for anything else, or the history would not tell what was live.
    static void requireSameAsDeleted(History history, ModelArtifact artifact) {
        Manifest manifest = artifact.manifest();
        history.deleted(manifest.version()).ifPresent(deleted -> {
            if (!deleted.equals(fingerprint(manifest))) {
                throw new PakitException.Refused("version " + manifest.version() + " of " + manifest.name()
                        + " was cleaned up with other bytes (" + deleted + ", given " + fingerprint(manifest)
                        + "); a version never changes: register under a new one");
            }
        });
    }

    /// What a history keeps of a version whose files are deleted.
    static String fingerprint(Manifest manifest) {
        return "payload sha256 " + manifest.payloadSha256();
    }

    static void requireSame(Path directory, ModelArtifact artifact) {
        String what = "version " + artifact.manifest().version() + " of "
                + artifact.manifest().name();
        ModelArtifact there;
        try {
            there = ModelArtifact.read(directory);
        } catch (PakitException.Corrupt | PakitException.NotFound e) {
            throw new PakitException.Refused(what + " is registered but damaged (" + e.getMessage()
                    + "); a version never changes: register under a new one");
        }
        String other = difference(there, artifact);
        if (!other.isEmpty()) {
            throw new PakitException.Refused(
                    what + " is registered with " + other + "; a version never changes: register under a new one");
        }
    }

    /// What two artifacts differ in, in words; empty if in nothing.
    private static String difference(ModelArtifact there, ModelArtifact given) {
        if (!Arrays.equals(there.payload(), given.payload())) {
            return "other bytes (payload " + there.manifest().payloadSha256() + ", given "
                    + given.manifest().payloadSha256() + ")";
        }
        if (!there.manifest().metadata().equals(given.manifest().metadata())) {
            return "other metadata (" + new TreeMap<>(there.manifest().metadata()) + ", given "
                    + new TreeMap<>(given.manifest().metadata()) + ")";
        }
        return there.manifest().equals(given.manifest())
                ? there.card().equals(given.card()) ? "" : "another card"
                : "another manifest (model.json)";
    }
}
