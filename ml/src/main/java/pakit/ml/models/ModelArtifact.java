package pakit.ml.models;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import pakit.error.PakitException;
import pakit.store.DurableFiles;

/// A model version as files: the manifest (`model.json`), the payload it names, and a card for people (`card.md`).
///
/// The payload's array is shared; nobody writes to it.
///
/// @param card Markdown; may be empty
public record ModelArtifact(Manifest manifest, byte[] payload, String card) {
    public static final String MANIFEST_FILE = "model.json";
    public static final String CARD_FILE = "card.md";
    /// Bounds on what is read into memory.
    public static final long MANIFEST_BYTES_MAX = 1 << 20;

    public static final long PAYLOAD_BYTES_MAX = 1 << 30;

    public ModelArtifact {
        String found = sha256(payload);
        if (!found.equals(manifest.payloadSha256())) {
            throw new PakitException.Corrupt("payload " + manifest.payload() + " of " + manifest.title()
                    + " has SHA-256 " + found + ", its manifest says " + manifest.payloadSha256()
                    + "; restore the file or register the version again");
        }
    }

    /// Reads and checks a directory with `model.json`: well-formed, known format, payload digest right.
    ///
    /// @throws PakitException.NotFound if there is no `model.json` or payload
    /// @throws PakitException.Corrupt naming the file, what was expected and what was found; links are not followed,
    ///     and a manifest with a field that its format does not know is refused
    public static ModelArtifact read(Path directory) {
        Path file = directory.resolve(MANIFEST_FILE);
        Manifest manifest = ManifestJson.read(bytes(file, MANIFEST_BYTES_MAX), file.toString());
        byte[] payload = bytes(directory.resolve(manifest.payload()), PAYLOAD_BYTES_MAX);
        Path card = directory.resolve(CARD_FILE);
        String text = Files.exists(card, LinkOption.NOFOLLOW_LINKS)
                ? new String(bytes(card, MANIFEST_BYTES_MAX), StandardCharsets.UTF_8)
                : "";
        return new ModelArtifact(manifest, payload, text);
    }

    /// As [#read(Path)], to be registered as that version of `model`; or else an ONNX file, whose manifest is made of
    /// what its graph says.
    ///
    /// @throws PakitException.Invalid if it is of another model, or a bare file of a model that is more than its
    /// network
    public static ModelArtifact read(Path path, String model, ModelVersion version) {
        ModelArtifact given = Files.isRegularFile(path) ? bare(path, model, version) : read(path);
        if (!given.manifest().name().equals(model)) {
            throw new PakitException.Invalid(
                    "the artifact is of model " + given.manifest().name() + ", expected " + model);
        }
        return given.manifest().version().equals(version) ? given : given.withVersion(version);
    }

    private static ModelArtifact bare(Path file, String model, ModelVersion version) {
        if (ModelLoader.OWN.contains(model)) {
            throw new PakitException.Invalid(model + " is more than a network, so " + file
                    + " is not enough: name a directory with " + MANIFEST_FILE + ", as training writes it");
        }
        byte[] onnx = bytes(file, PAYLOAD_BYTES_MAX);
        try {
            return OnnxModel.artifact(
                    model, version, onnx, Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            throw new PakitException.Unavailable("model file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Writes the files into `directory`, which is created if absent; each file is fsynced, so is the directory. The
    /// manifest comes last: with it the artifact is whole.
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            DurableFiles.write(directory.resolve(file.getKey()), file.getValue());
        }
    }

    /// Its files by name, the manifest last.
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(manifest.payload(), payload);
        if (!card.isEmpty()) {
            files.put(CARD_FILE, card.getBytes(StandardCharsets.UTF_8));
        }
        files.put(MANIFEST_FILE, ManifestJson.write(manifest));
        return files;
    }

    /// The same artifact under another version.
    public ModelArtifact withVersion(ModelVersion version) {
        return new ModelArtifact(manifest.with(version, manifest.metadata()), payload, card);
    }

    /// The same artifact with further metadata, which replaces pairs of the same key.
    public ModelArtifact withMetadata(Map<String, String> more) {
        Map<String, String> metadata = new HashMap<>(manifest.metadata());
        metadata.putAll(more);
        return new ModelArtifact(manifest.with(manifest.version(), metadata), payload, card);
    }

    /// Hex SHA-256, as manifests carry it.
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static byte[] bytes(Path file, long max) {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new PakitException.NotFound("model file " + file
                        + " is missing; restore it from a backup, or train and register a version anew");
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new PakitException.Corrupt(
                        "model file " + file + " must be a regular file, found a link or a directory");
            }
            if (Files.size(file) > max) {
                throw new PakitException.Corrupt(
                        "model file " + file + " has " + Files.size(file) + " bytes, allowed are " + max);
            }
            return HeapRoom.ofThisProcess().read(file);
        } catch (IOException e) {
            throw new PakitException.Unavailable("model file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
