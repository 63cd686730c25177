package pakit.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import pakit.hint.Found;
import pakit.ml.privacy.Anonymity;

/// The frame of the file, and its first column by hand. DuckDB 1.5 and Arrow 25 read files of all kinds of events as
/// the
/// same rows that the CSV has.
class EventParquetTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

    @Test
    void aFileHasItsFramePagesAndNames() throws IOException {
        byte[] file = file();
        assertThat(text(file, 0, 4)).isEqualTo("PAR1");
        assertThat(text(file, file.length - 4, 4)).isEqualTo("PAR1");
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int footer = bytes.getInt(file.length - 8);
        assertThat(text(file, file.length - 8 - footer, footer)).contains("at", "blockHash", "plainBytes", "found");
        int page = text(file, 0, file.length).indexOf("\u001f\u008b");
        byte[] times = new GZIPInputStream(new ByteArrayInputStream(file, page, file.length - page)).readNBytes(16);
        ByteBuffer micros = ByteBuffer.wrap(times).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(micros.getLong()).isEqualTo(NOON.getEpochSecond() * 1_000_000 + 123_456);
        assertThat(micros.getLong()).isEqualTo(NOON.getEpochSecond() * 1_000_000 + 1_123_456);
    }

    private static byte[] file() throws IOException {
        List<TelemetryEvent> events = List.of(
                new TelemetryEvent.BlockRead(NOON, 1, 2, Found.READ),
                new TelemetryEvent.BlockRead(NOON.plusSeconds(1), 3, 4, Found.KEPT));
        EventTableau tableau =
                EventTableau.of(EventKind.BLOCK_READ, events, new Anonymity(1), List.of(), Anonymity.Lonely.REFUSED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EventParquet.write(tableau, out);
        return out.toByteArray();
    }

    private static String text(byte[] file, int from, int length) {
        return new String(file, from, length, StandardCharsets.ISO_8859_1);
    }
}
