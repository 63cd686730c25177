package pakit.ml.telemetry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// Reads what a Parquet file says of itself and the values of required columns in plain pages, by `parquet.thrift` and
/// Thrift's compact protocol alone: nothing of it is shared with what writes.
final class ParquetRead {
    private static final int FOOTER_TAIL = 8;

    private final byte[] file;
    private final Map<Integer, Object> metadata;

    ParquetRead(byte[] file) {
        this.file = file;
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - FOOTER_TAIL);
        Thrift footer = new Thrift(file.length - FOOTER_TAIL - length);
        this.metadata = footer.struct();
        if (footer.at != file.length - FOOTER_TAIL) {
            throw new IllegalStateException("the footer ends at " + footer.at + " of " + file.length);
        }
    }

    /// @param type physical, and `converted` logical, by their numbers; -1 where there is none
    record Column(String name, long type, long converted, long repetition) {}

    /// Number of a field of a structure.
    private static Object field(Map<Integer, Object> struct, int number) {
        return Objects.requireNonNull(struct.get(number), () -> "no field " + number + " in " + struct);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<Integer, Object>> structs(Map<Integer, Object> struct, int number) {
        return (List<Map<Integer, Object>>) field(struct, number);
    }

    @SuppressWarnings("unchecked")
    private static Map<Integer, Object> struct(Map<Integer, Object> struct, int number) {
        return (Map<Integer, Object>) field(struct, number);
    }

    private static long number(Map<Integer, Object> struct, int number) {
        return (Long) field(struct, number);
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    long rows() {
        return number(metadata, 3);
    }

    List<Column> columns() {
        List<Map<Integer, Object>> schema = structs(metadata, 2);
        if (number(schema.getFirst(), 5) != schema.size() - 1) {
            throw new IllegalStateException("the root does not have all columns: " + schema);
        }
        return schema.stream()
                .skip(1)
                .map(element -> new Column(
                        text(field(element, 4)),
                        number(element, 1),
                        element.containsKey(6) ? number(element, 6) : -1,
                        number(element, 3)))
                .toList();
    }

    /// All values of a column: [Long], [Double], [Boolean] or text.
    List<Object> values(int column) throws IOException {
        Map<Integer, Object> group = structs(metadata, 4).getFirst();
        Map<Integer, Object> chunk = struct(structs(group, 1).get(column), 3);
        Thrift page = new Thrift((int) number(chunk, 9));
        Map<Integer, Object> header = page.struct();
        Map<Integer, Object> data = struct(header, 5);
        if (number(header, 1) != 0 || number(data, 2) != 0 || number(chunk, 4) != 2) {
            throw new IllegalStateException("not a plain, gzipped data page: " + header + chunk);
        }
        byte[] plain =
                new GZIPInputStream(new ByteArrayInputStream(file, page.at, (int) number(header, 3))).readAllBytes();
        long packed = page.at - number(chunk, 9) + number(header, 3);
        if (plain.length != number(header, 2) || packed != number(chunk, 7) || number(chunk, 5) != number(data, 1)) {
            throw new IllegalStateException("lengths differ: " + header + chunk);
        }
        return decoded(ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN), number(chunk, 1), (int) number(data, 1));
    }

    private static List<Object> decoded(ByteBuffer plain, long type, int count) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(
                    switch ((int) type) {
                        case 0 -> (plain.get(i / 8) >> i % 8 & 1) == 1;
                        case 1 -> (long) plain.getInt();
                        case 2 -> plain.getLong();
                        case 5 -> plain.getDouble();
                        case 6 -> text(plain);
                        default -> throw new IllegalStateException("type " + type);
                    });
        }
        if (type == 0 ? plain.remaining() != (count + 7) / 8 : plain.hasRemaining()) {
            throw new IllegalStateException(plain.remaining() + " bytes behind the last of " + count + " values");
        }
        return values;
    }

    private static String text(ByteBuffer plain) {
        byte[] bytes = new byte[plain.getInt()];
        plain.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Numbers are [Long], binaries `byte[]`, structures maps by the number of the field.
    private final class Thrift {
        private int at;

        Thrift(int at) {
            this.at = at;
        }

        Map<Integer, Object> struct() {
            Map<Integer, Object> fields = new HashMap<>();
            int last = 0;
            for (int head = file[at++] & 0xff; head != 0; head = file[at++] & 0xff) {
                last = head >> 4 == 0 ? (int) signed() : last + (head >> 4);
                fields.put(last, value(head & 0xf));
            }
            return fields;
        }

        private Object value(int type) {
            return switch (type) {
                case 5, 6 -> signed();
                case 8 -> binary();
                case 9 -> list();
                case 12 -> struct();
                default -> throw new IllegalStateException("type " + type + " at " + at);
            };
        }

        private List<Object> list() {
            int head = file[at++] & 0xff;
            long size = head >> 4 == 15 ? unsigned() : head >> 4;
            List<Object> items = new ArrayList<>();
            for (long i = 0; i < size; i++) {
                items.add(value(head & 0xf));
            }
            return items;
        }

        private byte[] binary() {
            byte[] bytes = new byte[(int) unsigned()];
            System.arraycopy(file, at, bytes, 0, bytes.length);
            at += bytes.length;
            return bytes;
        }

        private long signed() {
            long value = unsigned();
            return value >>> 1 ^ -(value & 1);
        }

        private long unsigned() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = file[at++];
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }
    }
}
