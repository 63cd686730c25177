package pakit.ml.models;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import pakit.codec.Codec;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;
import pakit.store.DurableFiles;

/// Measurements as a file: gzip of UTF-8 text, format 1. No file names, no paths, no content.
///
/// ```
/// #pakit compression measurements 1
/// #schema compression/1
/// #codecs none,lz4,…
/// #source words
/// #machine words
/// #hintNanos 1234
/// family,plainBytes,<features>,<stored bytes per codec>,<nanoseconds per codec>
/// class@0123abcd,32768,…
/// ```
///
/// The digest is of the text, not of the gzip around it, because the same text may be packed differently elsewhere.
/// Numbers are written so that reading gives the same bits.
public final class MeasurementFile {
    static final String FIRST_LINE = "#pakit compression measurements ";
    static final int FORMAT = 1;
    private static final int TEXT_BYTES_MAX = 512 << 20;

    private MeasurementFile() {}

    /// Writes or replaces `file`.
    public static void write(Measurements measurements, Path file) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try {
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(text(measurements));
            }
            DurableFiles.write(file, packed.toByteArray());
        } catch (IOException e) {
            throw new PakitException.Unavailable("measurements cannot be written to " + file + ": " + e, e);
        }
    }

    /// @throws PakitException.NotFound if there is no such file
    /// @throws PakitException.Corrupt naming the line, what was expected and what was found
    public static Measurements read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new PakitException.NotFound("measurement file " + file + " does not exist");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (IOException e) {
            throw new PakitException.Unavailable("measurement file " + file + " cannot be read: " + e, e);
        }
    }

    /// @param name of the source, for messages
    /// @throws PakitException.Corrupt naming the line, what was expected and what was found
    public static Measurements read(InputStream in, String name) {
        byte[] text;
        try (GZIPInputStream gzip = new GZIPInputStream(in)) {
            text = gzip.readNBytes(TEXT_BYTES_MAX);
        } catch (IOException e) {
            throw new PakitException.Corrupt("measurements in " + name + " are no gzip file: " + e.getMessage(), e);
        }
        return new MeasurementReader(text, name).measurements();
    }

    /// SHA-256 in hex of the text.
    public static String sha256(Measurements measurements) {
        return ModelArtifact.sha256(text(measurements));
    }

    private static byte[] text(Measurements measurements) {
        StringBuilder text = new StringBuilder();
        text.append(FIRST_LINE).append(FORMAT).append('\n');
        text.append("#schema ").append(CompressionFeatures.schema()).append('\n');
        text.append("#codecs ").append(codecs()).append('\n');
        text.append("#source ").append(measurements.source()).append('\n');
        text.append("#machine ").append(measurements.machine()).append('\n');
        text.append("#hintNanos ").append(measurements.hintNanos()).append('\n');
        text.append(columns()).append('\n');
        for (MeasuredBlock block : measurements.blocks()) {
            append(text, block);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder text, MeasuredBlock block) {
        text.append(block.family()).append(',').append(block.plainBytes());
        for (float feature : block.features()) {
            text.append(',').append(feature);
        }
        for (int bytes : block.storedBytes()) {
            text.append(',').append(bytes);
        }
        for (long nanos : block.packNanos()) {
            text.append(',').append(nanos);
        }
        text.append('\n');
    }

    static String codecs() {
        return String.join(",", Codec.MENU.stream().map(Codec::label).toList());
    }

    static String columns() {
        List<String> columns = new ArrayList<>(List.of("family", "plainBytes"));
        columns.addAll(CompressionFeatures.schema().features());
        Codec.MENU.forEach(codec -> columns.add("stored_" + codec.label()));
        Codec.MENU.forEach(codec -> columns.add("nanos_" + codec.label()));
        return String.join(",", columns);
    }
}
