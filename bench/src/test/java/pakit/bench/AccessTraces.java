package pakit.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import pakit.ml.prefetch.PrefetchSettings;
import pakit.training.prefetch.AccessTrace;
import pakit.training.prefetch.PrefetchFigures;
import pakit.training.prefetch.PrefetchPlayer;
import pakit.training.prefetch.PrefetchReplay;

/// Fetching ahead over accesses that really happened: the second halves of traces, of which nobody tuned on.
final class AccessTraces {
    private static final int[] DELAYS = {0, 16, 64};

    private AccessTraces() {}

    /// @param accessesMax of longer traces only so many are played
    /// @param share of all blocks that the cache holds, in per cent
    record Played(String file, String name, AccessTrace.Form form, boolean neighbours, int accessesMax, int share) {
        AccessTrace read(Path data) {
            AccessTrace all = AccessTrace.read(data.resolve(file), name, form, neighbours);
            return new AccessTrace(name, Arrays.copyOf(all.ids(), Math.min(all.ids().length, accessesMax)), neighbours);
        }

        /// Blocks that the cache holds.
        int capacity(AccessTrace trace) {
            return (int) Arrays.stream(trace.ids()).distinct().count() * share / 100;
        }
    }

    static final List<Played> TRACES = List.of(
            new Played("OLTP.lis.gz", "OLTP", AccessTrace.Form.RANGES, true, 700_000, 2),
            new Played("P3.lis.gz", "P3", AccessTrace.Form.RANGES, true, 700_000, 2),
            new Played("sprite.trace.gz", "sprite", AccessTrace.Form.LINES, true, 700_000, 5),
            new Played("multi3.trace.gz", "multi3", AccessTrace.Form.LINES, true, 700_000, 5),
            new Played("orm-busy.trace.gz", "orm-busy", AccessTrace.Form.LITTLE_ENDIAN_INTS, false, 700_000, 2),
            new Played(
                    "scarab-recs-first622592.trace.gz", "scarab", AccessTrace.Form.BIG_ENDIAN_LONGS, false, 400_000, 5),
            new Played("web07.trace.gz", "web07", AccessTrace.Form.LITTLE_ENDIAN_INTS, false, 700_000, 5),
            new Played("2_pools.trace.gz", "2_pools", AccessTrace.Form.LINES, true, 700_000, 5),
            new Played("cs.trace.gz", "cs", AccessTrace.Form.LINES, true, 700_000, 5),
            new Played("gli.trace.gz", "gli", AccessTrace.Form.LINES, true, 700_000, 5));

    /// Nothing if the traces are not there.
    static List<String> measure(Optional<Path> data) {
        if (isAbsent(data, "prefetch")) {
            return List.of();
        }
        List<String> table = new ArrayList<>();
        table.add(
                "| trace, blocks in memory | delay | LRU hits % | W-TinyLFU | Pakit | misses removed % | on their way %"
                        + " | extra fetches % | wasted % | precision % |");
        table.add("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (Played played : TRACES) {
            AccessTrace trace = played.read(data.get());
            add(table, trace, played.capacity(trace));
        }
        return table;
    }

    /// Says so if they are.
    static boolean isAbsent(Optional<Path> data, String table) {
        String first = TRACES.getFirst().file();
        boolean absent = data.isEmpty() || !Files.exists(data.get().resolve(first));
        if (absent) {
            System.err.println(table + ": no " + first + "; say where it is by --data DIR");
        }
        return absent;
    }

    private static void add(List<String> table, AccessTrace trace, int capacity) {
        int from = trace.ids().length / 2;
        PrefetchFigures lru = PrefetchReplay.lru(trace, from, capacity);
        PrefetchFigures tinyLfu = PrefetchReplay.tinyLfu(trace, from, capacity);
        PrefetchFigures better = lru.hits() > tinyLfu.hits() ? lru : tinyLfu;
        for (int delay : DELAYS) {
            PrefetchFigures pakit = new PrefetchPlayer(trace, from, capacity, delay, PrefetchSettings.DEFAULT).play();
            table.add(String.format(
                    Locale.ROOT,
                    "| %s, %,d | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %+.1f | %.1f | %s |",
                    trace.name(),
                    capacity,
                    delay,
                    100 * lru.hitRatio(),
                    100 * tinyLfu.hitRatio(),
                    100 * pakit.hitRatio(),
                    100 * pakit.missesRemoved(better),
                    100.0 * pakit.joined() / better.fetched(),
                    100 * pakit.extraFetches(better),
                    100 * pakit.wasted(better),
                    precision(pakit)));
        }
    }

    /// Of a handful it says nothing.
    static String precision(PrefetchFigures figures) {
        return figures.named() < 100 ? "–" : String.format(Locale.ROOT, "%.1f", 100 * figures.precision());
    }
}
