package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.error.PakitException;
import pakit.ml.models.MeasurementFile;
import pakit.ml.models.Measurements;

class MeasurementFileTest {
    @TempDir
    Path directory;

    private final Measurements measurements =
            new Measurements("made-up files", "a machine", 1234, MadeBlocks.blocks(6, 3, 9));
    private Path file;

    @BeforeEach
    void write() {
        file = directory.resolve("m.csv.gz");
        MeasurementFile.write(measurements, file);
    }

    @Test
    void whatWasWrittenIsReadBitForBit() {
        Measurements read = MeasurementFile.read(file);

        assertThat(read).usingRecursiveComparison().isEqualTo(measurements);
        assertThat(MeasurementFile.sha256(read)).isEqualTo(MeasurementFile.sha256(measurements));
    }

    @Test
    void theTextBeginsAsDocumented() throws IOException {
        assertThat(text().lines().limit(6))
                .containsExactly(
                        "#pakit compression measurements 1",
                        "#schema compression/1",
                        "#codecs none,lz4,zstd-1,zstd-3,zstd-9,zstd-15",
                        "#source made-up files",
                        "#machine a machine",
                        "#hintNanos 1234");
        assertThat(text()).contains("\nfamily,plainBytes,block_size_log,");
    }

    @ParameterizedTest
    @CsvSource({
        "measurements 1, measurements 2, 'line 1: expected ''1'', found ''2'''",
        "compression/1, compression/9, line 2",
        "'none,lz4,zstd-1', 'none,zstd-1', line 3",
        "hintNanos 1234, hintNanos often, 'line 6: expected a whole number, found ''often'''",
        "hintNanos 1234, hintNanos -4, 'line 6: expected a number of at least 0, found -4'",
        "'bin@1,30000,', 'bin@1,0,', 'expected 1 to 2097152 bytes, found 0'",
        "'bin@1,30000,', 'bin@1,', 'line 11: expected 45 columns, found 44'",
        "'bin@1,30000,', 'bin@1,30000,NaN,', columns",
        "'bin@1,30000,0.', 'bin@1,30000,x', 'expected a number, found ''x"
    })
    void damageIsNamedByItsLine(String found, String replaced, String message) throws IOException {
        String damaged = text().replaceFirst(Pattern.quote(found), replaced);
        assertThat(damaged).isNotEqualTo(text());

        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> MeasurementFile.read(new ByteArrayInputStream(gzip(damaged)), "damaged"))
                .withMessageContaining("damaged, line ")
                .withMessageContaining(message);
    }

    @Test
    void whatIsNoGzipAndWhatIsMissingAreTold() throws IOException {
        Files.writeString(file, "no gzip");

        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> MeasurementFile.read(file))
                .withMessageContaining("m.csv.gz");
        assertThatExceptionOfType(PakitException.NotFound.class)
                .isThrownBy(() -> MeasurementFile.read(directory.resolve("gone")))
                .withMessageContaining("gone");
    }

    private String text() throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
