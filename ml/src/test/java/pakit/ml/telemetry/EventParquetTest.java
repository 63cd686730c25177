package pakit.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pakit.ml.privacy.Anonymity;

/// Files of every kind of event, read back by [ParquetRead]. DuckDB 1.5 and Arrow 25 read them as the same rows that
/// the CSV has.
class EventParquetTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final int ROWS = 1_003;

    @ParameterizedTest
    @EnumSource(EventKind.class)
    void everyValueComesBack(EventKind kind) throws IOException {
        List<TelemetryEvent> events = events(kind, ROWS);
        ParquetRead read = new ParquetRead(file(kind, events));
        assertThat(read.rows()).isEqualTo(ROWS);
        for (int i = 0; i < kind.columns().size(); i++) {
            EventColumn column = kind.columns().get(i);
            assertThat(read.columns().get(i)).as(column.name()).isEqualTo(expected(column));
            assertThat(read.values(i))
                    .as(column.name())
                    .isEqualTo(events.stream()
                            .map(event -> expected(column, column.of(event)))
                            .toList());
        }
        assertThat(read.columns()).hasSameSizeAs(kind.columns());
    }

    @Test
    void whatAnEventDoesNotHaveIsAnEmptyText() throws IOException {
        EventSamples samples = new EventSamples(1);
        List<TelemetryEvent> events =
                List.of(samples.stored(NOON, null), samples.stored(NOON, List.of(0.5f, -0f, 1e-9f)));
        ParquetRead read = new ParquetRead(file(EventKind.BLOCK_STORED, events));
        int features = read.columns().size() - 1;
        assertThat(read.columns().get(features).name()).isEqualTo("features");
        assertThat(read.values(features)).containsExactly("", "0.5 -0.0 1.0E-9");
    }

    @Test
    void aFileWithoutRowsHasItsColumns() throws IOException {
        byte[] file = file(EventKind.PEER_ASKED, List.of());
        assertThat(new String(file, 0, 4, StandardCharsets.ISO_8859_1)).isEqualTo("PAR1");
        assertThat(new String(file, file.length - 4, 4, StandardCharsets.ISO_8859_1))
                .isEqualTo("PAR1");
        ParquetRead read = new ParquetRead(file);
        assertThat(read.rows()).isZero();
        assertThat(read.columns())
                .extracting(ParquetRead.Column::name)
                .containsExactly("at", "peerHash", "blockHash", "bytes", "nanos", "answered", "hedged");
        assertThat(read.values(5)).isEmpty();
    }

    /// By the numbers of `parquet.thrift`: physical types, and UTF8 or TIMESTAMP_MICROS; all are required.
    private static ParquetRead.Column expected(EventColumn column) {
        return switch (column.holds()) {
            case FLAG -> new ParquetRead.Column(column.name(), 0, -1, 0);
            case INT -> new ParquetRead.Column(column.name(), 1, -1, 0);
            case LONG -> new ParquetRead.Column(column.name(), 2, -1, 0);
            case TIME -> new ParquetRead.Column(column.name(), 2, 10, 0);
            case DOUBLE -> new ParquetRead.Column(column.name(), 5, -1, 0);
            case TEXT, FLOATS, INTS, LONGS, TEXTS -> new ParquetRead.Column(column.name(), 6, 0, 0);
        };
    }

    private static Object expected(EventColumn column, @Nullable Object value) {
        return switch (column.holds()) {
            case FLAG, LONG, DOUBLE, TEXT -> Objects.requireNonNull(value);
            case INT -> ((Integer) Objects.requireNonNull(value)).longValue();
            case TIME -> ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) Objects.requireNonNull(value));
            case FLOATS, INTS, LONGS, TEXTS -> value == null ? "" : spaced((List<?>) value);
        };
    }

    private static String spaced(List<?> items) {
        StringBuilder text = new StringBuilder();
        items.forEach(item -> text.append(text.isEmpty() ? "" : " ").append(item));
        return text.toString();
    }

    private static List<TelemetryEvent> events(EventKind kind, int count) {
        EventSamples samples = new EventSamples(kind.ordinal());
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> samples.event(kind, NOON.plusSeconds(i)))
                .toList());
    }

    private static byte[] file(EventKind kind, List<TelemetryEvent> events) throws IOException {
        EventTableau tableau = EventTableau.of(kind, events, new Anonymity(1), List.of(), Anonymity.Lonely.REFUSED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EventParquet.write(tableau, out);
        return out.toByteArray();
    }
}
