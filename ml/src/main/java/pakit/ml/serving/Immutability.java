package pakit.ml.serving;

import java.nio.file.Path;
import java.util.Arrays;
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
        boolean same = there.manifest().equals(artifact.manifest())
                && Arrays.equals(there.payload(), artifact.payload())
                && there.card().equals(artifact.card());
        if (!same) {
            throw new PakitException.Refused(what + " is registered with other bytes (payload "
                    + there.manifest().payloadSha256() + ", given "
                    + artifact.manifest().payloadSha256() + "); a version never changes: register under a new one");
        }
    }
}
