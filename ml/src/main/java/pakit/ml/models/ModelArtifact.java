package pakit.ml.models;

import java.io.IOException;
import java.nio.file.Path;

/// A model version as files: the manifest, the payload it names, and a card for people (`card.md`).
///
/// The payload's array is shared; nobody writes to it.
///
/// @param card Markdown; may be empty
public record ModelArtifact(Manifest manifest, byte[] payload, String card) {
    /// Reads and checks a directory with `model.json`: well-formed, known format, payload digest right.
    ///
    /// @throws pakit.error.PakitException.NotFound if there is no `model.json` or payload
    /// @throws pakit.error.PakitException.Corrupt naming the file, what was expected and what was found
    public static ModelArtifact read(Path directory) {
        throw new UnsupportedOperationException();
    }

    /// Writes the files into `directory`, which must be empty or absent; each file is fsynced, so is the directory.
    public void write(Path directory) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// The same artifact under another version (`pakit train … --register VERSION`, `models register`).
    public ModelArtifact withVersion(ModelVersion version) {
        throw new UnsupportedOperationException();
    }
}
