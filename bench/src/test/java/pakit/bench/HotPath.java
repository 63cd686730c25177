package pakit.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;
import pakit.ml.integration.BreakerBench;
import pakit.ml.integration.PredictBench;
import pakit.ml.peers.PeerSelectorBench;
import pakit.ml.prefetch.PrefetchEngineBench;
import pakit.ml.telemetry.TelemetryBench;
import pakit.ml.tensor.ForestBench;
import pakit.ml.tensor.KernelBench;
import pakit.ml.tensor.LstmBench;

/// Nanoseconds and bytes of one call, by JMH.
final class HotPath {
    private HotPath() {}

    static List<String> measure(Effort effort) throws RunnerException {
        List<String> table = new ArrayList<>();
        table.add("| one call | ns, min | median | max | bytes allocated |");
        table.add("|---|---:|---:|---:|---:|");
        for (Class<?> benches : List.of(
                PredictBench.class,
                BreakerBench.class,
                KernelBench.class,
                ForestBench.class,
                LstmBench.class,
                PeerSelectorBench.class,
                PrefetchEngineBench.class,
                TelemetryBench.class)) {
            Options options = options(benches, effort);
            Collection<RunResult> results = new Runner(options).run();
            results.forEach(result -> table.add(row(benches, result)));
        }
        return table;
    }

    private static Options options(Class<?> benches, Effort effort) {
        return new OptionsBuilder()
                .include(benches.getName() + "\\.")
                .forks(effort.repetitions())
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(effort.jmhMillis()))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(effort.jmhMillis()))
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend(Jvm.FLAGS.toArray(String[]::new))
                .build();
    }

    private static String row(Class<?> benches, RunResult result) {
        Statistics nanos = result.getPrimaryResult().getStatistics();
        Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
        String name = benches.getSimpleName() + " " + result.getPrimaryResult().getLabel();
        Spread spread = new Spread(nanos.getMin(), nanos.getPercentile(50), nanos.getMax());
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s |",
                name,
                spread.cells(1),
                bytes == null ? "?" : String.format(Locale.ROOT, "%.0f", bytes.getScore()));
    }
}
