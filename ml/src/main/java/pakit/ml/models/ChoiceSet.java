package pakit.ml.models;

import com.fasterxml.jackson.databind.DeserializationFeature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import pakit.error.PakitException;

/// Choices that ship in the jar, to judge models on that choose: gzipped JSON.
///
/// @param name such as `gossip`
/// @param version counted up when the cases change
/// @param selection where the cases are from, in words
public record ChoiceSet(int formatVersion, String name, int version, String selection, List<Reference.Choice> cases) {
    private static final int FORMAT_VERSION = 1;
    private static final int DIGITS = 12;
    private static final int BYTES_MAX = 16 << 20;

    public ChoiceSet {
        if (formatVersion != FORMAT_VERSION) {
            throw new PakitException.Corrupt(
                    "reference set " + name + " has format " + formatVersion + ", this Pakit reads " + FORMAT_VERSION);
        }
        cases = List.copyOf(cases);
    }

    public ChoiceSet(String name, int version, String selection, List<Reference.Choice> cases) {
        this(FORMAT_VERSION, name, version, selection, cases);
    }

    /// A shipped set, by the name of its resource without directory.
    static References.Named shipped(String file) {
        byte[] bytes = DefaultModels.resource("/pakit/reference/" + file);
        String name = file.substring(0, file.indexOf('.'));
        return new References.Named(
                name + "-" + ModelArtifact.sha256(bytes).substring(0, DIGITS),
                () -> new Reference.Choices(read(bytes, file).cases()));
    }

    /// @throws PakitException.Corrupt if it is no such set
    static ChoiceSet read(byte[] bytes, String source) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return ManifestJson.MAPPER
                    .readerFor(ChoiceSet.class)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(in.readNBytes(BYTES_MAX));
        } catch (IOException | IllegalArgumentException e) {
            throw new PakitException.Corrupt("reference set " + source + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// As it ships.
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(ManifestJson.MAPPER.writeValueAsBytes(this));
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }
}
