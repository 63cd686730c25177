package pakit.ml.telemetry;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// Events as bytes. First the kind of each, then for each kind column after column, so that what is alike stands
/// together; the whole is deflated behind its CRC-32C and its length. An event of a stored block takes a tenth of what
/// it took as JSON.
final class EventBatch {
    static final int EVENTS_MAX = 1 << 16;

    private static final int HEADER_BYTES = 8;
    private static final int PLAIN_BYTES_MAX = 1 << 28;

    private EventBatch() {}

    static byte[] pack(List<TelemetryEvent> events) {
        EventWriter out = new EventWriter();
        out.number(events.size());
        Map<EventKind, List<TelemetryEvent>> byKind = new EnumMap<>(EventKind.class);
        for (TelemetryEvent event : events) {
            EventKind kind = EventKind.of(event);
            out.number(kind.ordinal());
            byKind.computeIfAbsent(kind, none -> new ArrayList<>()).add(event);
        }
        byKind.forEach((kind, those) -> {
            for (EventColumn column : kind.columns()) {
                out.column(column.holds(), those.stream().map(column::of).toArray());
            }
        });
        return deflated(out.bytes());
    }

    /// @throws PakitException.Corrupt if these bytes are no events
    static List<TelemetryEvent> unpack(byte[] packed) {
        EventReader in = new EventReader(inflated(packed));
        EventKind[] kinds = kinds(in);
        Map<EventKind, List<TelemetryEvent>> byKind = new EnumMap<>(EventKind.class);
        for (EventKind kind : EventKind.values()) {
            int count =
                    (int) Arrays.stream(kinds).filter(found -> found == kind).count();
            if (count > 0) {
                byKind.put(kind, events(in, kind, count));
            }
        }
        int[] taken = new int[EventKind.values().length];
        List<TelemetryEvent> events = new ArrayList<>(kinds.length);
        for (EventKind kind : kinds) {
            events.add(byKind.getOrDefault(kind, List.of()).get(taken[kind.ordinal()]++));
        }
        return events;
    }

    private static EventKind[] kinds(EventReader in) {
        long count = in.number();
        if (count < 0 || count > EVENTS_MAX) {
            throw new PakitException.Corrupt("telemetry holds a batch of " + count + " events");
        }
        EventKind[] kinds = new EventKind[(int) count];
        for (int i = 0; i < kinds.length; i++) {
            long number = in.number();
            if (number < 0 || number >= EventKind.values().length) {
                throw new PakitException.Corrupt("telemetry holds an event of kind " + number);
            }
            kinds[i] = EventKind.values()[(int) number];
        }
        return kinds;
    }

    private static List<TelemetryEvent> events(EventReader in, EventKind kind, int count) {
        List<EventColumn> columns = kind.columns();
        List<@Nullable Object[]> rows = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            rows.add(new @Nullable Object[columns.size()]);
        }
        for (int column = 0; column < columns.size(); column++) {
            @Nullable Object[] values = in.column(columns.get(column).holds(), count);
            for (int row = 0; row < count; row++) {
                @Nullable Object[] cells = rows.get(row);
                cells[column] = values[row];
            }
        }
        return rows.stream().map(kind.form()::event).toList();
    }

    private static byte[] deflated(byte[] plain) {
        CRC32C crc = new CRC32C();
        crc.update(plain);
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(plain);
            deflater.finish();
            ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + plain.length + plain.length / 1000 + 64);
            out.putInt((int) crc.getValue()).putInt(plain.length);
            deflater.deflate(out);
            return Arrays.copyOf(out.array(), out.position());
        }
    }

    private static byte[] inflated(byte[] packed) {
        if (packed.length < HEADER_BYTES) {
            throw new PakitException.Corrupt("telemetry holds a batch of " + packed.length + " bytes");
        }
        ByteBuffer header = ByteBuffer.wrap(packed);
        int crc = header.getInt();
        int length = header.getInt();
        if (length < 0 || length > PLAIN_BYTES_MAX) {
            throw new PakitException.Corrupt("telemetry holds a batch that says it is " + length + " bytes");
        }
        byte[] plain = new byte[length];
        CRC32C found = new CRC32C();
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed, HEADER_BYTES, packed.length - HEADER_BYTES);
            found.update(plain, 0, inflater.inflate(plain));
        } catch (DataFormatException e) {
            throw new PakitException.Corrupt("telemetry holds a damaged batch: " + e.getMessage(), e);
        }
        if ((int) found.getValue() != crc) {
            throw new PakitException.Corrupt("telemetry holds a damaged batch: its checksum is another");
        }
        return plain;
    }
}
