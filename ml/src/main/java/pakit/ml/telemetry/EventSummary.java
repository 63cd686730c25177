package pakit.ml.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import pakit.error.PakitException;

/// What events come to, by stretch of time and kind, oldest first.
public record EventSummary(List<Group> groups) {
    /// @param from when the stretch begins
    public record Group(Instant from, String kind, long events, List<Column> columns) {}

    /// Of the numbers of one column; percentiles to a hundredth of their value.
    public record Column(String name, double mean, double min, double p50, double p95, double p99, double max) {}

    public EventSummary {
        groups = List.copyOf(groups);
    }

    private record Key(Instant from, EventKind kind) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byTime = from.compareTo(other.from);
            return byTime == 0 ? kind.compareTo(other.kind) : byTime;
        }
    }

    /// Told of events in any order.
    static final class Builder implements Consumer<TelemetryEvent> {
        private static final int GROUPS_MAX = 10_000;

        private final long bucketSeconds;
        private final Map<Key, Cell> cells = new TreeMap<>();

        Builder(Duration bucket) {
            if (bucket.toSeconds() < 1) {
                throw new PakitException.Invalid("a stretch of time must be a second or more, found " + bucket);
            }
            this.bucketSeconds = bucket.toSeconds();
        }

        @Override
        public void accept(TelemetryEvent event) {
            long second = event.at().getEpochSecond();
            Instant from = Instant.ofEpochSecond(second - Math.floorMod(second, bucketSeconds));
            cells.computeIfAbsent(new Key(from, EventKind.of(event)), Cell::new).add(event);
            if (cells.size() > GROUPS_MAX) {
                throw new PakitException.Invalid("there are more than " + GROUPS_MAX
                        + " kinds and stretches of time: ask for longer ones, or for less time");
            }
        }

        EventSummary build() {
            return new EventSummary(cells.entrySet().stream()
                    .map(cell -> cell.getValue().group(cell.getKey().from))
                    .toList());
        }
    }

    private static final class Cell {
        private final EventKind kind;
        private final List<EventColumn> numbers;
        private final List<LogHistogram> histograms = new ArrayList<>();
        private long events;

        Cell(Key key) {
            kind = key.kind;
            numbers = kind.columns().stream()
                    .filter(column -> column.holds().isNumber() && !column.isHash())
                    .toList();
            numbers.forEach(column -> histograms.add(new LogHistogram()));
        }

        void add(TelemetryEvent event) {
            events++;
            for (int i = 0; i < numbers.size(); i++) {
                if (numbers.get(i).of(event) instanceof Number number) {
                    histograms.get(i).add(number.doubleValue());
                }
            }
        }

        Group group(Instant from) {
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < numbers.size(); i++) {
                LogHistogram seen = histograms.get(i);
                if (seen.count() > 0) {
                    columns.add(column(numbers.get(i).name(), seen));
                }
            }
            return new Group(from, kind.label(), events, columns);
        }

        private static Column column(String name, LogHistogram seen) {
            return new Column(
                    name,
                    seen.mean(),
                    seen.min(),
                    seen.quantile(0.5),
                    seen.quantile(0.95),
                    seen.quantile(0.99),
                    seen.max());
        }
    }
}
