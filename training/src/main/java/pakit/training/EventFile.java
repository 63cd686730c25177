package pakit.training;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.zip.CRC32C;
import pakit.error.PakitException;

/// Writes scalars as TensorBoard reads them: a file of TFRecords, each an `Event` of `event.proto`. A record is its
/// length in 8 bytes, a checksum of these, the bytes, a checksum of those; all little-endian, the checksums CRC32C,
/// turned by 15 bits and shifted by a constant so that the checksum of data with checksums in it is sound.
public final class EventFile implements AutoCloseable {
    private static final int MASK_SHIFT = 0xa282ead8;
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;

    private final InstantSource clock;
    private final Path file;
    private final OutputStream out;

    private EventFile(InstantSource clock, Path file, OutputStream out) {
        this.clock = clock;
        this.file = file;
        this.out = out;
    }

    /// Begins a file of its own in `directory`, which is made if it is not there: one directory is one run.
    public static EventFile open(Path directory, InstantSource clock) {
        Path file = directory.resolve("events.out.tfevents." + clock.instant().getEpochSecond() + ".pakit."
                + ProcessHandle.current().pid());
        try {
            Files.createDirectories(directory);
            EventFile events = new EventFile(clock, file, Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
            events.write(event(clock.instant(), message -> message.writeString(FILE_VERSION, "brain.Event:2")));
            return events;
        } catch (IOException e) {
            throw new PakitException.Unavailable("event file " + file + " cannot be made: " + e, e);
        }
    }

    /// @param tag such as `loss/validation`
    public void scalar(String tag, long step, double value) {
        byte[] scalar = message(inner -> {
            inner.writeString(TAG, tag);
            inner.writeFloat(SIMPLE_VALUE, (float) value);
        });
        byte[] summary = message(inner -> inner.writeByteArray(VALUE, scalar));
        write(event(clock.instant(), message -> {
            message.writeInt64(STEP, step);
            message.writeByteArray(SUMMARY, summary);
        }));
    }

    /// Written at once: whoever watches a training sees it as it goes.
    private void write(byte[] event) {
        ByteBuffer length =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, event.length);
        ByteBuffer record = ByteBuffer.allocate(event.length + Long.BYTES + 2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(length.array())
                .putInt(checksum(length.array()))
                .put(event)
                .putInt(checksum(event));
        try {
            out.write(record.array());
        } catch (IOException e) {
            throw new PakitException.Unavailable("event file " + file + " cannot be written: " + e, e);
        }
    }

    static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_SHIFT;
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] event(Instant now, Fields fields) {
        return message(out -> {
            out.writeDouble(WALL_TIME, now.toEpochMilli() * 1e-3);
            fields.write(out);
        });
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException impossible) {
            throw new IllegalStateException("memory cannot fail to be written", impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new PakitException.Unavailable("event file " + file + " cannot be closed: " + e, e);
        }
    }
}
