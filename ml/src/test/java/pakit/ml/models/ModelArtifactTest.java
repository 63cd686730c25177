package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.tensor.DenseNetwork;

class ModelArtifactTest {
    private static final int OUTPUTS = 18;

    @TempDir
    Path directory;

    @BeforeEach
    void writeArtifact() throws IOException {
        artifact().write(directory);
    }

    @Test
    void whatWasWrittenIsRead() {
        ModelArtifact read = ModelArtifact.read(directory);
        assertThat(read.manifest()).isEqualTo(artifact().manifest());
        assertThat(read.payload()).isEqualTo(artifact().payload());
        assertThat(read.card()).isEqualTo("# card\n");
    }

    @Test
    void readArtifactBecomesAModel() {
        try (PakitModel model = ModelLoader.standard().load(ModelArtifact.read(directory))) {
            assertThat(model.outputs()).isEqualTo(OUTPUTS);
            assertThat(model.schema()).isEqualTo(CompressionFeatures.schema());
        }
    }

    @Test
    void changedPayloadIsNamedWithBothDigests() throws IOException {
        Path payload = directory.resolve("model.onnx");
        byte[] bytes = Files.readAllBytes(payload);
        bytes[bytes.length / 2] ^= 1;
        Files.write(payload, bytes);
        assertCorrupt("payload model.onnx of compression_predictor v1.2.3 has SHA-256");
    }

    @Test
    void newerFormatIsRefusedWithBothVersions() throws IOException {
        edit("\"formatVersion\" : 1", "\"formatVersion\" : 7");
        assertCorrupt("has format 7, this Pakit reads up to 1");
    }

    @Test
    void payloadOutsideTheDirectoryIsRefused() throws IOException {
        edit("\"model.onnx\"", "\"../model.onnx\"");
        assertCorrupt("manifest field payload is '../model.onnx'");
    }

    @Test
    void payloadThatWouldReplaceTheManifestIsRefused() throws IOException {
        edit("\"model.onnx\"", "\"model.json\"");
        assertCorrupt("manifest field payload is 'model.json'");
    }

    @Test
    void linksAreNotFollowed(@TempDir Path elsewhere) throws IOException {
        Path payload = directory.resolve("model.onnx");
        Files.createSymbolicLink(payload, Files.move(payload, elsewhere.resolve("model.onnx")));
        assertCorrupt("model.onnx must be a regular file");
    }

    @Test
    void fieldsThatTheFormatDoesNotKnowAreRefused() throws IOException {
        edit("\"formatVersion\" : 1", "\"formatVersion\" : 1, \"color\" : \"blue\"");
        assertCorrupt("color");
    }

    @Test
    void everyFlipInAManifestThatChangesWhatItSaysIsNamed() throws IOException {
        Path file = directory.resolve("model.json");
        byte[] good = Files.readAllBytes(file);
        Manifest expected = ModelArtifact.read(directory).manifest();
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(ManifestJson.read(flipped, "model.json"))
                        .as("bit %d", bit)
                        .isEqualTo(expected);
            } catch (PakitException.Corrupt named) {
                assertThat(named).hasMessageContaining("model.json");
            }
        }
    }

    @Test
    void manifestsWithoutAChecksumAreTakenAsTheyAre() throws IOException {
        edit("\"schemaVersion\" : 1", "\"schemaVersion\" : 1");
        assertThat(ModelArtifact.read(directory).manifest())
                .isEqualTo(artifact().manifest());
    }

    @Test
    void manifestsBeyondTheBoundAreNotRead() throws IOException {
        Path file = directory.resolve("model.json");
        Files.writeString(file, " ".repeat((int) ModelArtifact.MANIFEST_BYTES_MAX) + Files.readString(file));
        assertCorrupt("allowed are 1048576");
    }

    @Test
    void anotherVersionKeepsAllButItsVersion() {
        ModelArtifact other = artifact().withVersion(ModelVersion.parse("2.0.0"));
        assertThat(other.manifest().version()).hasToString("2.0.0");
        assertThat(other.withVersion(artifact().manifest().version()).manifest())
                .isEqualTo(artifact().manifest());
    }

    @Test
    void missingAndUnreadablePartsAreNamed() throws IOException {
        edit("\"schemaName\"", "\"skemaName\"");
        assertCorrupt("lacks the field schemaName");
        Files.writeString(directory.resolve("model.json"), "{");
        assertCorrupt("is no manifest");
        Files.delete(directory.resolve("model.json"));
        assertThatExceptionOfType(PakitException.NotFound.class)
                .isThrownBy(() -> ModelArtifact.read(directory))
                .withMessageContaining("model.json is missing");
    }

    @Test
    void anotherSchemaIsRefusedAtLoad() throws IOException {
        edit("\"schemaVersion\" : 1", "\"schemaVersion\" : 9");
        ModelArtifact read = ModelArtifact.read(directory);
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> ModelLoader.standard().load(read))
                .withMessageContaining("was trained on schema compression/9, this Pakit extracts compression/1");
    }

    @Test
    void unknownCodecAndWrongWidthAreRefusedAtLoad() throws IOException {
        edit("none,lz4", "none,brotli");
        ModelArtifact unknown = ModelArtifact.read(directory);
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> ModelLoader.standard().load(unknown))
                .withMessageContaining("brotli");
        edit("none,brotli", "lz4");
        ModelArtifact narrow = ModelArtifact.read(directory);
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> ModelLoader.standard().load(narrow))
                .withMessageContaining("31 inputs to 18 outputs, expected 31 to 15");
    }

    private void assertCorrupt(String message) {
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> ModelArtifact.read(directory))
                .withMessageContaining(message);
    }

    /// As a person does, who takes the checksum out.
    private void edit(String from, String to) throws IOException {
        Path file = directory.resolve("model.json");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to).replaceFirst(",\\s*\"crc32c\" : \"[0-9a-f]{8}\"", ""));
    }

    static ModelArtifact artifact() {
        int inputs = CompressionFeatures.schema().size();
        DenseNetwork network =
                DenseNetwork.of(new float[][][] {new float[OUTPUTS][inputs]}, new float[][] {new float[OUTPUTS]});
        byte[] payload = network.toOnnx("features", "gains");
        Manifest manifest = new Manifest(
                Manifest.FORMAT_VERSION,
                CompressionPredictor.NAME,
                ModelVersion.parse("1.2.3"),
                "model.onnx",
                ModelArtifact.sha256(payload),
                "compression",
                1,
                List.of(new TensorSpec("features", "FP32", List.of(-1L, (long) inputs))),
                List.of(new TensorSpec("gains", "FP32", List.of(-1L, (long) OUTPUTS))),
                Map.of("profiles", "archive,balanced,fast", "codecs", "none,lz4,zstd-1,zstd-3,zstd-9,zstd-15"),
                Map.of("families", "3"),
                42,
                Map.of("regret_percent.balanced", new Metric(0.5, 0.4, 0.6)),
                Map.of(),
                null,
                Instant.parse("2026-01-31T12:00:00Z"),
                Map.of("git_commit", "abc"),
                null);
        return new ModelArtifact(manifest, payload, "# card\n");
    }
}
