package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Read back by the published description of the format, not by the writer's own code.
class EventFileTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-06-01T12:00:00Z"));

    @TempDir
    Path directory;

    @Test
    void scalarsAreReadBackFromRecordsWithSoundChecksums() throws IOException {
        Path run = directory.resolve("runs/one");
        try (EventFile events = EventFile.open(run, NOON)) {
            events.scalar("loss/training", 1, 0.5);
            events.scalar("loss/training", 300, -2);
        }

        List<byte[]> records = records(run);

        assertThat(records).hasSize(3);
        assertThat(fields(records.getFirst()).get(3)).isEqualTo("brain.Event:2".getBytes(StandardCharsets.UTF_8));
        assertScalar(records.get(1), 1, 0.5f);
        assertScalar(records.get(2), 300, -2);
    }

    /// The published check value of CRC-32C over "123456789" is e3069283.
    @Test
    void checksumIsTheMaskedCastagnoliPolynomial() {
        byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);

        assertThat(slowCrc32c(check)).isEqualTo(0xe3069283);
        assertThat(EventFile.checksum(check)).isEqualTo(masked(0xe3069283));
    }

    private static void assertScalar(byte[] event, long step, float value) throws IOException {
        TreeMap<Integer, Object> fields = fields(event);
        assertThat(fields)
                .containsEntry(1, Double.doubleToRawLongBits(NOON.instant().getEpochSecond()));
        assertThat(fields).containsEntry(2, step);
        TreeMap<Integer, Object> summary = fields((byte[]) Objects.requireNonNull(fields.get(5)));
        TreeMap<Integer, Object> scalar = fields((byte[]) Objects.requireNonNull(summary.get(1)));
        assertThat(scalar.get(1)).isEqualTo("loss/training".getBytes(StandardCharsets.UTF_8));
        assertThat(scalar.get(2)).isEqualTo(Float.floatToRawIntBits(value));
    }

    private static List<byte[]> records(Path run) throws IOException {
        Path file;
        try (var files = Files.list(run)) {
            file = files.findFirst().orElseThrow();
        }
        assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[Long.BYTES];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(masked(slowCrc32c(length)));
            byte[] record = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            bytes.get(record);
            assertThat(bytes.getInt()).isEqualTo(masked(slowCrc32c(record)));
            records.add(record);
        }
        return records;
    }

    private static int masked(int crc) {
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    /// Bit by bit, reflected polynomial 82f63b78 (RFC 3720).
    private static int slowCrc32c(byte[] bytes) {
        int crc = -1;
        for (byte each : bytes) {
            crc ^= each & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
            }
        }
        return ~crc;
    }

    private static TreeMap<Integer, Object> fields(byte[] message) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        TreeMap<Integer, Object> fields = new TreeMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Object value = switch (tag & 7) {
                case 0 -> in.readInt64();
                case 1 -> in.readFixed64();
                case 2 -> in.readByteArray();
                case 5 -> in.readFixed32();
                default -> throw new IOException("wire type " + (tag & 7));
            };
            fields.put(tag >>> 3, value);
        }
        return fields;
    }
}
