package pakit.bench;

import java.io.PrintStream;
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
import pakit.ml.tensor.DjlBench;
import pakit.ml.tensor.ForestBench;
import pakit.ml.tensor.KernelBench;
import pakit.ml.tensor.LstmBench;

/// Nanoseconds and bytes of one call, by JMH.
final class HotPath {
    private static final String DJL_ENGINE = "ai/djl/pytorch/engine/PtEngineProvider.class";

    private HotPath() {}

    static List<String> measure(Effort effort) throws RunnerException {
        List<String> table = new ArrayList<>();
        table.add("| one call | ns, min | median | max | bytes allocated |");
        table.add("|---|---:|---:|---:|---:|");
        for (Class<?> benches : benches(hasDjl(), System.err)) {
            Options options = options(benches, effort);
            Collection<RunResult> results = new Runner(options).run();
            results.forEach(result -> table.add(row(benches, result)));
        }
        return table;
    }

    /// Whether DJL can be measured here: its engine is no part of the default build.
    static boolean hasDjl() {
        return HotPath.class.getClassLoader().getResource(DJL_ENGINE) != null;
    }

    static List<Class<?>> benches(boolean withDjl, PrintStream err) {
        List<Class<?>> benches = new ArrayList<>(List.of(
                PredictBench.class,
                BreakerBench.class,
                KernelBench.class,
                ForestBench.class,
                LstmBench.class,
                PeerSelectorBench.class,
                PrefetchEngineBench.class,
                TelemetryBench.class));
        if (withDjl) {
            benches.add(benches.indexOf(LstmBench.class) + 1, DjlBench.class);
        } else {
            err.println("pakit bench: the rows of DJL are left out, because PyTorch is no part of the default build;"
                    + " build it once with 'mvn -Ptorch -Dmaven.test.skip=true -pl training-torch -am package' (120 MB)"
                    + " and measure again");
        }
        return benches;
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
