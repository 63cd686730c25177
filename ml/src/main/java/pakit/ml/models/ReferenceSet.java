package pakit.ml.models;

import com.fasterxml.jackson.databind.DeserializationFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import pakit.error.PakitException;

/// Measured blocks that ship in the jar, to judge every compression model on: `set.json` says what they are, and
/// `blocks.csv.gz` is a [MeasurementFile].
///
/// They are the test families of the shipped model, whole, in the order of its measurements: it was neither fitted nor
/// stopped on any of them, nor were its margins set there. A model that users train on files like these may have seen
/// some; that flatters it, and is why training judges it on families of its own as well.
final class ReferenceSet {
    static final ReferenceSet COMPRESSION = new ReferenceSet("/pakit/reference/compression-1/");

    private static final String DESCRIPTION_FILE = "set.json";
    private static final String BLOCKS_FILE = "blocks.csv.gz";
    private static final int DIGITS = 12;

    private final String directory;

    private ReferenceSet(String directory) {
        this.directory = directory;
    }

    /// @param version counted up when the blocks change
    /// @param blocksSha256 of the text of the blocks
    /// @param selection which blocks of which measurements, in words
    /// @param training what each codec cost on the families that the shipped model was fitted to
    record Description(
            int formatVersion, String name, int version, String blocksSha256, String selection, CodecTotals training) {
        static final int FORMAT_VERSION = 1;
    }

    References.Named named() {
        byte[] json = bytes(DESCRIPTION_FILE);
        Description description = read(json);
        String digest = ModelArtifact.sha256(json).substring(0, DIGITS);
        return new References.Named(
                description.name() + "-" + description.version() + "-" + digest, () -> blocks(description));
    }

    private Reference.Blocks blocks(Description description) {
        String name = "reference set " + directory + BLOCKS_FILE;
        Measurements measurements = MeasurementFile.read(new ByteArrayInputStream(bytes(BLOCKS_FILE)), name);
        String found = MeasurementFile.sha256(measurements);
        if (!found.equals(description.blocksSha256())) {
            throw new PakitException.Corrupt(name + " has SHA-256 " + found + ", expected " + description.blocksSha256()
                    + "; this installation of Pakit is damaged: build it again");
        }
        return new Reference.Blocks(measurements.blocks(), measurements.hintNanos(), description.training());
    }

    private Description read(byte[] json) {
        try {
            Description description = ManifestJson.MAPPER
                    .readerFor(Description.class)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(json);
            if (description.formatVersion() != Description.FORMAT_VERSION) {
                throw new PakitException.Corrupt("reference set " + directory + " has format "
                        + description.formatVersion() + ", this Pakit reads " + Description.FORMAT_VERSION);
            }
            return description;
        } catch (IOException e) {
            throw new PakitException.Corrupt("reference set " + directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] bytes(String file) {
        return DefaultModels.resource(directory + file);
    }
}
