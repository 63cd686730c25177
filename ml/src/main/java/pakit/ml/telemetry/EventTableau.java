package pakit.ml.telemetry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.privacy.Anonymity;

/// Events of one kind as rows of columns, to be written to a file.
///
/// With a `k` above 1 nothing is in them that stands for one block: hashes and vectors are left out, times are cut to
/// the hour, and numbers of bytes to a power of two; and each row shares its quasi-identifiers, which are times,
/// numbers of bytes and texts unless others are named, with `k - 1` others at least.
public final class EventTableau {
    private final List<EventColumn> columns;
    private final List<@Nullable Object[]> rows;

    private EventTableau(List<EventColumn> columns, List<@Nullable Object[]> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /// @param quasi columns that somebody might know of a block from elsewhere; the usual ones if none is named
    /// @throws PakitException.Refused as [Anonymity] does
    public static EventTableau of(
            EventKind kind,
            List<TelemetryEvent> events,
            Anonymity anonymity,
            List<String> quasi,
            Anonymity.Lonely lonely) {
        boolean exact = anonymity.k() == 1;
        List<EventColumn> columns = kind.columns().stream()
                .filter(column -> exact || isShown(column))
                .toList();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (TelemetryEvent event : events) {
            rows.add(columns.stream()
                    .map(column -> exact ? column.of(event) : coarse(column, column.of(event)))
                    .toArray());
        }
        List<EventColumn> known = quasi(kind, columns, quasi);
        List<Integer> places = known.stream().map(columns::indexOf).toList();
        return new EventTableau(
                columns,
                anonymity.of(
                        rows,
                        row -> places.stream().map(place -> row[place]).toList(),
                        known.stream().map(EventColumn::name).toList(),
                        lonely));
    }

    private static List<EventColumn> quasi(EventKind kind, List<EventColumn> columns, List<String> names) {
        if (names.isEmpty()) {
            return columns.stream().filter(EventTableau::isQuasi).toList();
        }
        return names.stream()
                .map(name -> columns.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new PakitException.Invalid(kind.label() + " shows no column '" + name
                                + "', there are "
                                + columns.stream().map(EventColumn::name).toList())))
                .toList();
    }

    private static boolean isShown(EventColumn column) {
        return !column.isHash()
                && switch (column.holds()) {
                    case TIME, INT, LONG, DOUBLE, FLAG, TEXT -> true;
                    case FLOATS, INTS, LONGS, TEXTS -> false;
                };
    }

    private static boolean isQuasi(EventColumn column) {
        return column.holds() == EventColumn.Holds.TIME || column.holds() == EventColumn.Holds.TEXT || isBytes(column);
    }

    private static boolean isBytes(EventColumn column) {
        return column.name().endsWith("ytes") && column.holds().isNumber();
    }

    private static @Nullable Object coarse(EventColumn column, @Nullable Object value) {
        if (value instanceof Instant at) {
            return at.truncatedTo(ChronoUnit.HOURS);
        }
        return isBytes(column) && value instanceof Integer bytes ? (Object) Integer.highestOneBit(bytes) : value;
    }

    public List<EventColumn> columns() {
        return columns;
    }

    /// How many there are.
    public int size() {
        return rows.size();
    }

    /// All values of a column: [Instant], number, boolean, text, list or null.
    List<@Nullable Object> column(int column) {
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        rows.forEach(row -> values.add(row[column]));
        return values;
    }

    List<@Nullable Object[]> rows() {
        return rows;
    }

    /// A list as text: its items with a space between; nothing if there is none.
    static String text(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return String.join(" ", list.stream().map(String::valueOf).toList());
        }
        return value == null ? "" : value.toString();
    }
}
