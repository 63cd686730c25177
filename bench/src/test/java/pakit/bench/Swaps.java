package pakit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import pakit.http.NodeAddress;
import pakit.http.RemoteNode;
import pakit.load.HttpTarget;
import pakit.load.LoadPlan;
import pakit.load.LoadReport;
import pakit.load.LoadTest;
import pakit.load.SampleRows;
import pakit.ml.models.CompressionPredictor;
import pakit.node.ModelOperations;
import pakit.node.SwapOrder;

/// What swaps do to those who ask meanwhile, and to memory.
final class Swaps {
    private static final String MODEL = CompressionPredictor.NAME;
    private static final String OTHER = "1.0.1";
    private static final double RATE = 2_000;
    private static final int CONCURRENCY = 16;

    private Swaps() {}

    static List<String> latency(Effort effort) throws IOException {
        List<String> table = new ArrayList<>();
        table.add("| over HTTP, a swap every 100 ms | min | median | max |");
        table.add("|---|---:|---:|---:|");
        try (ScratchDirectory scratch = ScratchDirectory.make();
                Server server = Server.pakit(scratch.path().resolve("home"), Server.onTwoCores(), "");
                RemoteNode node = new RemoteNode(NodeAddress.open(server.address()))) {
            registerOther(node.models(), scratch.path().resolve("home"));
            for (OptionalDouble rate : List.of(OptionalDouble.of(RATE), OptionalDouble.empty())) {
                String load = rate.isPresent()
                        ? String.format(Locale.ROOT, "%,.0f requests a second", RATE)
                        : CONCURRENCY + " callers, as fast as answered";
                run(server, node.models(), rate, effort);
                List<LoadReport.Swaps> runs = new ArrayList<>();
                for (int i = 0; i < effort.repetitions(); i++) {
                    runs.add(run(server, node.models(), rate, effort));
                }
                table.add(row(load + ": p99 without swaps, ms", runs, swaps -> p99(swaps.steadyMs()), 3));
                table.add(row(load + ": p99 with swaps, ms", runs, swaps -> p99(swaps.swappingMs()), 3));
                table.add(row(
                        load + ": the second to the first",
                        runs,
                        swaps -> p99(swaps.swappingMs()) / p99(swaps.steadyMs()),
                        2));
            }
        }
        return table;
    }

    private interface Figure {
        double of(LoadReport.Swaps swaps);
    }

    private static String row(String what, List<LoadReport.Swaps> runs, Figure figure, int digits) {
        return "| " + what + " | "
                + Spread.of(runs.stream().map(figure::of).toList()).cells(digits) + " |";
    }

    private static double p99(LoadReport.@Nullable Latency latency) {
        return latency == null ? Double.NaN : latency.p99();
    }

    private static LoadReport.Swaps run(Server server, ModelOperations models, OptionalDouble rate, Effort effort)
            throws IOException {
        HttpTarget target = new HttpTarget(server.address(), Map.of(), MODEL, SampleRows.ofBlocks(1));
        LoadPlan plan = new LoadPlan(
                (long) (RATE * 2 * effort.loadSeconds()),
                CONCURRENCY,
                rate,
                Optional.of(Duration.ofMillis(100)),
                Duration.ofSeconds(effort.loadSeconds()),
                Duration.ofMinutes(2));
        LoadReport report = LoadTest.run(MODEL, "http", target, models, plan);
        if (report.successRate() < 1 || report.swaps() == null) {
            throw new IOException("requests failed: " + report.failures());
        }
        return report.swaps();
    }

    private static void registerOther(ModelOperations models, Path home) {
        Path shipped = home.resolve("models").resolve(MODEL).resolve("1.0.0");
        models.register(MODEL, OTHER, shipped, Map.of());
    }

    /// Resident memory of the server while it swaps, and nobody asks.
    static List<String> memory(Effort effort) throws IOException {
        List<String> table = new ArrayList<>();
        table.add("| swaps | resident memory of the server, MiB |");
        table.add("|---:|---:|");
        try (ScratchDirectory scratch = ScratchDirectory.make();
                Server server = Server.pakit(scratch.path().resolve("home"), Server.onTwoCores(), "");
                RemoteNode node = new RemoteNode(NodeAddress.open(server.address()))) {
            registerOther(node.models(), scratch.path().resolve("home"));
            int step = effort.swaps() / 10;
            for (int i = 1; i <= effort.swaps() + step; i++) {
                node.models().swap(MODEL, new SwapOrder(i % 2 == 0 ? "1.0.0" : OTHER, "bench"));
                if (i % step == 0) {
                    table.add(String.format(Locale.ROOT, "| %,d | %.1f |", i, server.residentMiB()));
                }
            }
        }
        return table;
    }
}
