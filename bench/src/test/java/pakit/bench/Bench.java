package pakit.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures and writes the tables of docs/benchmarks.md anew: all of them, or those that are named.
public final class Bench {
    private static final Map<String, Table> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("start", StartUp::measure);
        TABLES.put("hot-path", HotPath::measure);
        TABLES.put("http", Throughput::http);
        TABLES.put("swap-latency", Swaps::latency);
        TABLES.put("swap-memory", Swaps::memory);
    }

    private Bench() {}

    private interface Table {
        List<String> measure(Effort effort) throws Exception;
    }

    /// @param arguments names of tables, none for all; `--quick` measures little and writes nothing
    public static void main(String[] arguments) throws Exception {
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean quick = names.remove("--quick");
        BenchmarkDocument document = new BenchmarkDocument(Path.of("docs", "benchmarks.md"));
        for (String name : names.isEmpty() ? TABLES.keySet() : names) {
            Table table = TABLES.get(name);
            if (table == null) {
                throw new IllegalArgumentException("no table '" + name + "', there are " + TABLES.keySet());
            }
            List<String> lines = new ArrayList<>(Machine.words());
            lines.add("");
            lines.addAll(table.measure(quick ? Effort.QUICK : Effort.FULL));
            lines.forEach(System.out::println);
            if (!quick) {
                document.put(name, lines);
            }
        }
    }
}
