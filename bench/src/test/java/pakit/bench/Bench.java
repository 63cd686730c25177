package pakit.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import pakit.bench.bases.BaseSearch;
import pakit.bench.drift.DriftTable;
import pakit.bench.store.Pace;
import pakit.bench.store.StoreBenchmark;
import pakit.training.SparedLevels;

/// Measures and writes the tables of docs/benchmarks.md anew: all that need no network, or those that are named.
public final class Bench {
    private static final int EXIT_USAGE = 2;

    private static final String USAGE = """
            Usage: pakit bench [--quick] [--cache DIR] [--list FILE] [--accesses N] [--data DIR] [TABLE...]
            Measures and writes the tables of docs/benchmarks.md anew: all that need no network, or the named ones.

              --quick       measures everything for a moment, fetches nothing and writes nothing
              --cache DIR   where versioned sets are kept, ~/.cache/pakit-bench unless told
              --list FILE   other versioned sets than those that come with the project; writes nothing
              --accesses N  how many accesses of each trace prefetch-lstm may learn from, 6000000 unless told
              --data DIR    traces for peers, bases, codecs, context, gossip and prefetch

            Tables: %s
            Of packages that are fetched: %s
            A name stands also for all tables that begin with it and a dash, such as store.
            """;

    private static final Map<String, Table> TABLES = new LinkedHashMap<>();

    /// What is made of packages from registries, and has to be named.
    private static final Map<String, Table> SETS = new LinkedHashMap<>();

    static {
        TABLES.put("start", options -> StartUp.measure(options.effort()));
        TABLES.put("hot-path", options -> HotPath.measure(options.effort()));
        TABLES.put("decisions", options -> Decisions.measure(options.effort()));
        TABLES.put("events", options -> EventRate.measure(options.effort()));
        TABLES.put("http", options -> Throughput.http(options.effort()));
        TABLES.put("grpc", options -> Throughput.grpc(options.effort()));
        TABLES.put("swap-latency", options -> Swaps.latency(options.effort()));
        TABLES.put("swap-memory", options -> Swaps.memory(options.effort()));
        TABLES.put("retraining", options -> RetrainingLoad.measure(options.effort()));
        TABLES.put("peers", options -> PeerTraces.measure(options.data()));
        TABLES.put("gossip", GossipNetworks::measure);
        TABLES.put("prefetch", options -> AccessTraces.measure(options.data()));
        TABLES.put("prefetch-lstm", LstmTraces::measure);
        TABLES.put("codecs", options -> CodecFamilies.measure(options.data()));
        TABLES.put("context", options -> StreamContext.measure(options.data()));
        TABLES.put("levels", options -> SparedLevels.measure());
        TABLES.put("experiments-looks", options -> PeekedTests.measure(options.effort()));
        TABLES.put("experiments-ramps", options -> PlayedRamps.measure(options.effort()));
        TABLES.put("drift", options -> DriftTable.measure(options.quick()));
        TABLES.put("look-ups", options -> LookUps.measure(options.effort()));
        TABLES.put("bases", options -> BaseSearch.measure(options.data()));
        for (String set : List.of("npm", "jvm", "kernel", "state")) {
            SETS.put("store-" + set, options -> sets(options, "store", set));
            SETS.put("held-out-" + set, options -> sets(options, "held-out", set));
        }
    }

    private Bench() {}

    /// Gives no lines where there is nothing to measure.
    private interface Table {
        List<String> measure(Options options) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        int exitCode = answer(arguments, System.out, System.err);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /// Does what is asked and gives the exit code.
    static int answer(String[] arguments, PrintStream out, PrintStream err) throws Exception {
        if (Options.askForHelp(arguments)) {
            out.printf(USAGE, String.join(" ", TABLES.keySet()), String.join(" ", SETS.keySet()));
            return 0;
        }
        Options options;
        Map<String, Table> asked;
        try {
            options = Options.parse(arguments);
            asked = asked(options);
        } catch (IllegalArgumentException e) {
            err.println("pakit bench: " + e.getMessage());
            return EXIT_USAGE;
        }
        measure(asked, options, out);
        return 0;
    }

    private static void measure(Map<String, Table> asked, Options options, PrintStream out) throws Exception {
        BenchmarkDocument document = new BenchmarkDocument(Path.of("docs", "benchmarks.md"));
        for (var table : asked.entrySet()) {
            List<String> lines = new ArrayList<>(Machine.words());
            lines.add("");
            List<String> measured = table.getValue().measure(options);
            lines.addAll(measured);
            lines.forEach(out::println);
            if (!options.quick() && options.list().isEmpty() && !measured.isEmpty()) {
                document.put(table.getKey(), lines);
            }
        }
    }

    private static Map<String, Table> asked(Options options) {
        Map<String, Table> all = new LinkedHashMap<>(TABLES);
        if (options.names().isEmpty() && !options.quick()) {
            return all;
        }
        all.putAll(SETS);
        List<String> unknown = options.unknown(all.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no table " + String.join(", ", unknown) + ", there are " + new TreeSet<>(all.keySet()));
        }
        if (!options.names().isEmpty()) {
            all.keySet().removeIf(table -> !options.names(table));
        }
        return all;
    }

    private static List<String> sets(Options options, String list, String set) throws Exception {
        Path lists = Path.of("bench", "sets");
        Path asked = options.list().orElseGet(() -> lists.resolve(list + ".list"));
        Path file = options.quick() ? lists.resolve("quick.list") : asked;
        Path launcher = Path.of("pakit").toAbsolutePath();
        Pace pace = options.quick() ? Pace.QUICK : Pace.FULL;
        return new StoreBenchmark(options.cache(), launcher, pace, Bench::say).measure(file, set);
    }

    private static void say(String words) {
        System.err.printf("%tT %s%n", LocalTime.now(), words);
    }
}
