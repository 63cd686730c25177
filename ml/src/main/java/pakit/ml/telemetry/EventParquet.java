package pakit.ml.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Rows as an Apache Parquet file of one row group: each column is one plain page, gzipped. Times are microseconds in
/// UTC, lists are texts as in [EventCsv]. The least of the format (parquet-format 2.x, `parquet.thrift`) that any
/// reader takes: the usual writer would bring Hadoop into a node.
public final class EventParquet {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int GZIP = 2;
    private static final int UTF8 = 0;
    private static final int TIMESTAMP_MICROS = 10;

    private EventParquet() {}

    /// A column in the file.
    private record Chunk(EventColumn column, long offset, int plainBytes, int packedBytes) {}

    /// Leaves `out` open.
    public static void write(EventTableau tableau, OutputStream out) throws IOException {
        out.write(MAGIC);
        long offset = MAGIC.length;
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < tableau.columns().size(); i++) {
            EventColumn column = tableau.columns().get(i);
            byte[] plain = plain(column, tableau.column(i));
            byte[] packed = gzipped(plain);
            byte[] header = pageHeader(tableau.size(), plain.length, packed.length);
            out.write(header);
            out.write(packed);
            chunks.add(new Chunk(column, offset, header.length + plain.length, header.length + packed.length));
            offset += header.length + packed.length;
        }
        byte[] footer = footer(chunks, tableau.size());
        out.write(footer);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.length)
                .array());
        out.write(MAGIC);
    }

    private static byte[] plain(EventColumn column, List<@Nullable Object> values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (column.holds()) {
            case FLAG -> out.writeBytes(bits(values));
            case TIME -> values.forEach(at -> wide(out, ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) at), 8));
            case INT -> values.forEach(value -> wide(out, (Integer) value, 4));
            case LONG -> values.forEach(value -> wide(out, (Long) value, 8));
            case DOUBLE -> values.forEach(value -> wide(out, Double.doubleToRawLongBits((Double) value), 8));
            case TEXT, FLOATS, INTS, LONGS, TEXTS -> values.forEach(value -> text(out, EventTableau.text(value)));
        }
        return out.toByteArray();
    }

    private static byte[] bits(List<@Nullable Object> values) {
        byte[] bits = new byte[(values.size() + 7) / 8];
        for (int i = 0; i < values.size(); i++) {
            bits[i / 8] |= (byte) (Boolean.TRUE.equals(values.get(i)) ? 1 << i % 8 : 0);
        }
        return bits;
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        wide(out, utf8.length, 4);
        out.writeBytes(utf8);
    }

    private static void wide(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
    }

    private static byte[] gzipped(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] pageHeader(int values, int plainBytes, int packedBytes) {
        CompactThrift page = new CompactThrift();
        page.number(1, 0).number(2, plainBytes).number(3, packedBytes);
        page.struct(
                5,
                new CompactThrift()
                        .number(1, values)
                        .number(2, PLAIN)
                        .number(3, RLE)
                        .number(4, RLE));
        return page.end();
    }

    private static byte[] footer(List<Chunk> chunks, int rows) {
        List<CompactThrift> schema = new ArrayList<>();
        schema.add(new CompactThrift().text(4, "event").number(5, chunks.size()));
        chunks.forEach(chunk -> schema.add(element(chunk.column)));
        long bytes = chunks.stream().mapToLong(Chunk::plainBytes).sum();
        CompactThrift group = new CompactThrift()
                .structs(
                        1,
                        chunks.stream().map(chunk -> columnChunk(chunk, rows)).toList())
                .big(2, bytes)
                .big(3, rows);
        return new CompactThrift()
                .number(1, 1)
                .structs(2, schema)
                .big(3, rows)
                .structs(4, List.of(group))
                .text(6, "Pakit")
                .end();
    }

    private static CompactThrift element(EventColumn column) {
        CompactThrift element =
                new CompactThrift().number(1, type(column)).number(3, 0).text(4, column.name());
        return switch (column.holds()) {
            case TIME -> element.number(6, TIMESTAMP_MICROS);
            case TEXT, FLOATS, INTS, LONGS, TEXTS -> element.number(6, UTF8);
            case INT, LONG, DOUBLE, FLAG -> element;
        };
    }

    /// By its number in `parquet.thrift`.
    private static int type(EventColumn column) {
        return switch (column.holds()) {
            case FLAG -> 0;
            case INT -> 1;
            case TIME, LONG -> 2;
            case DOUBLE -> 5;
            case TEXT, FLOATS, INTS, LONGS, TEXTS -> 6;
        };
    }

    private static CompactThrift columnChunk(Chunk chunk, int rows) {
        CompactThrift data = new CompactThrift()
                .number(1, type(chunk.column))
                .numbers(2, List.of(PLAIN, RLE))
                .texts(3, List.of(chunk.column.name()))
                .number(4, GZIP)
                .big(5, rows)
                .big(6, chunk.plainBytes)
                .big(7, chunk.packedBytes)
                .big(9, chunk.offset);
        return new CompactThrift().big(2, chunk.offset).struct(3, data);
    }
}
