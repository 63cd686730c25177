package pakit.ml.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import pakit.error.PakitException;

/// What the gate keeps on disk: JSON behind a first line with its SHA-256, so that what was altered or damaged is
/// noticed.
final class DigestedJson {
    private DigestedJson() {}

    static byte[] bytes(Object value) {
        try {
            byte[] json = ManifestJson.MAPPER.writeValueAsBytes(value);
            return (ModelArtifact.sha256(json) + "\n" + new String(json, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(value.getClass() + " has no JSON form", impossible);
        }
    }

    /// @throws PakitException.Corrupt if it is not what was kept
    static <T> T read(byte[] bytes, Class<T> type) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String json = text.substring(end + 1);
        if (end < 0
                || !ModelArtifact.sha256(json.getBytes(StandardCharsets.UTF_8)).equals(text.substring(0, end))) {
            throw new PakitException.Corrupt("its digest is not that of its content");
        }
        try {
            return ManifestJson.MAPPER.readerFor(type).readValue(json);
        } catch (JsonProcessingException e) {
            throw new PakitException.Corrupt("it is not what was kept: " + e.getOriginalMessage(), e);
        }
    }
}
