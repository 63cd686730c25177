package pakit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import pakit.ml.privacy.PrivacyLimits;
import pakit.ml.telemetry.Retention;
import pakit.ml.telemetry.TelemetryCollector;
import pakit.ml.telemetry.TelemetryEvent;

/// How many events a second reach the disk when more come than can be written, closing included, and what each takes.
final class EventRate {
    private static final int DIFFERENT = 100_003;

    private EventRate() {}

    static List<String> measure(Effort effort) throws IOException {
        List<String> table = new ArrayList<>();
        table.add("| events of stored blocks | events/s to disk, min | median | max | bytes each |");
        table.add("|---|---:|---:|---:|---:|");
        List<TelemetryEvent> events = events();
        List<Double> rates = new ArrayList<>();
        double bytes = 0;
        for (int i = 0; i < effort.repetitions(); i++) {
            try (ScratchDirectory directory = ScratchDirectory.make()) {
                Path file = directory.path().resolve("telemetry.db");
                long begun = System.nanoTime();
                long written = write(file, events, Duration.ofMillis(3L * effort.jmhMillis()));
                rates.add(written * 1e9 / (System.nanoTime() - begun));
                bytes = (double) Files.size(file) / written;
            }
        }
        table.add(String.format(
                Locale.ROOT,
                "| one thread records without pause | %s | %.0f |",
                Spread.of(rates).cells(0),
                bytes));
        return table;
    }

    private static long write(Path file, List<TelemetryEvent> events, Duration time) {
        long recorded = 0;
        TelemetryCollector collector =
                new TelemetryCollector(file, new Retention(Duration.ofDays(1), 4L << 30), PrivacyLimits.STANDARD);
        try (collector) {
            long until = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < until) {
                for (TelemetryEvent event : events) {
                    collector.record(event);
                }
                recorded += events.size();
            }
        }
        return recorded - collector.dropped();
    }

    /// With the spread of sizes and times that a put has.
    private static List<TelemetryEvent> events() {
        Random random = new Random(1);
        List<TelemetryEvent> events = new ArrayList<>();
        for (int i = 0; i < DIFFERENT; i++) {
            int bytes = 1 + random.nextInt(128 << 10);
            events.add(new TelemetryEvent.BlockStored(
                    Instant.ofEpochSecond(1_800_000_000L, i * 5_000L),
                    random.nextLong(),
                    bytes,
                    1 + random.nextInt(bytes),
                    "zstd-3",
                    random.nextInt(4) == 0 ? "none" : "zstd-3",
                    "hinted",
                    "compression_predictor",
                    "1.0.0",
                    (float) random.nextDouble(),
                    500 + random.nextInt(3000),
                    20_000 + random.nextInt(400_000),
                    1,
                    false,
                    null));
        }
        return events;
    }
}
