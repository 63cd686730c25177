package pakit.bench.store;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import pakit.block.BlockId;
import pakit.codec.Profile;
import pakit.dag.BlockReader;
import pakit.dag.BlockStore;
import pakit.dag.DagBackend;
import pakit.dag.FileTreeWalker;
import pakit.dag.Outcome;
import pakit.dag.TreeWriter;
import pakit.dag.WalkListener;
import pakit.dag.WalkOptions;
import pakit.dag.Workers;
import pakit.hint.Advisor;
import pakit.store.Home;
import pakit.store.HomeSettings;

/// What only shows inside the process: looking for bases, attempts in vain, and single blocks read out of order. A set
/// is put by one worker into a home of profile balanced, without a model; the home is reopened, and blocks are read
/// that nobody has read before, from the page cache. Of the look-ups and of the reads the first half is left out, in
/// which the compiler is at work; for the look-ups that is the easier half, since the index still grows.
///
/// Each time is taken twice: by the clock on the wall, and as CPU time of the thread, which leaves out how long it
/// waited for a processor that others had.
final class Insides {
    private static final int READS_MAX = 20_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final double WARM_UP = 0.5;

    private static final WalkListener NOBODY = new WalkListener() {
        @Override
        public void read(long bytes) {}

        @Override
        public void skipped(Skipped skipped) {}
    };

    private final Queue<Took> lookUps = new ConcurrentLinkedQueue<>();
    private final LongAdder attempts = new LongAdder();
    private final LongAdder kept = new LongAdder();

    /// Rows of a table.
    static List<String> measure(VersionedSet set, Path scratch) throws IOException {
        Insides insides = new Insides();
        insides.put(set, scratch);
        List<String> lines = new ArrayList<>();
        lines.add("| within one process | p50 | p99 | p50 of CPU time | p99 of CPU time |");
        lines.add("|---|---:|---:|---:|---:|");
        lines.add(
                "| look-up of bases for a block, µs | " + microseconds(warm(new ArrayList<>(insides.lookUps))) + " |");
        lines.add("| cold read of a block in random order, µs | " + microseconds(warm(coldReads(scratch))) + " |");
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "Of %,d attempts to pack a block against a base, %.2f %% were in vain.",
                insides.attempts.sum(),
                100.0 * (insides.attempts.sum() - insides.kept.sum()) / Math.max(1, insides.attempts.sum())));
        return lines;
    }

    private void put(VersionedSet set, Path directory) throws IOException {
        try (Home home = open(directory);
                Workers workers = new Workers(1)) {
            DagBackend backend = new DagBackend(timed(home.blocks()), home.profile(), this::count, System::nanoTime);
            for (Path version : set.versions()) {
                try (TreeWriter writer =
                        new TreeWriter(block -> backend.process(block, Advisor.none()), home.chunkSizes(), workers)) {
                    new FileTreeWalker(WalkOptions.DEFAULT).tell(version, writer, NOBODY);
                    writer.finish();
                }
            }
        }
    }

    private static Home open(Path directory) {
        HomeSettings settings = new HomeSettings(Optional.of(Profile.BALANCED), Optional.empty());
        return Home.open(directory.resolve("home"), settings, "a benchmark", Instant.now());
    }

    private void count(Outcome outcome) {
        if (outcome instanceof Outcome.Stored stored) {
            attempts.add(stored.delta().attempts());
            kept.add(stored.delta().kept().isPresent() ? 1 : 0);
        }
    }

    /// The store, with a clock at its index.
    private BlockStore timed(BlockStore store) {
        return (BlockStore) Proxy.newProxyInstance(
                BlockStore.class.getClassLoader(), new Class<?>[] {BlockStore.class}, (proxy, method, arguments) -> {
                    Clocks start = Clocks.now();
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("similar")) {
                            lookUps.add(start.took());
                        }
                    }
                });
    }

    private static List<Took> coldReads(Path directory) {
        List<BlockId> ids = new ArrayList<>();
        try (Home home = open(directory)) {
            home.blocks().forEach((id, record) -> ids.add(id));
        }
        Collections.shuffle(ids, new Random(1));
        List<BlockId> chosen = ids.subList(0, Math.min(ids.size(), READS_MAX));
        List<Took> reads = new ArrayList<>();
        try (Home home = open(directory)) {
            BlockReader reader = new BlockReader(home.blocks());
            for (BlockId id : chosen) {
                Clocks start = Clocks.now();
                reader.read(id);
                reads.add(start.took());
            }
        }
        return reads;
    }

    private static List<Took> warm(List<Took> inOrder) {
        return inOrder.subList((int) (inOrder.size() * WARM_UP), inOrder.size());
    }

    private record Took(long wallNanos, long cpuNanos) {}

    private record Clocks(long wall, long cpu) {
        static Clocks now() {
            return new Clocks(System.nanoTime(), THREADS.getCurrentThreadCpuTime());
        }

        Took took() {
            return new Took(System.nanoTime() - wall, THREADS.getCurrentThreadCpuTime() - cpu);
        }
    }

    private static String microseconds(List<Took> times) {
        return microseconds(times.stream().mapToLong(Took::wallNanos)) + " | "
                + microseconds(times.stream().mapToLong(Took::cpuNanos));
    }

    private static String microseconds(LongStream nanos) {
        long[] sorted = nanos.sorted().toArray();
        if (sorted.length == 0) {
            return "– | –";
        }
        return String.format(Locale.ROOT, "%.1f | %.1f", at(sorted, 0.5) / 1e3, at(sorted, 0.99) / 1e3);
    }

    private static long at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
    }
}
