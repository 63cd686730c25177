package pakit.training;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.DeltaLink;
import pakit.codec.Profile;
import pakit.dag.BlockReader;
import pakit.dag.DagBackend;
import pakit.dag.DedupRule;
import pakit.dag.DeltaTrial;
import pakit.dag.FileTreeWalker;
import pakit.dag.Outcome;
import pakit.dag.TreeWriter;
import pakit.dag.WalkListener;
import pakit.dag.WalkOptions;
import pakit.dag.Workers;
import pakit.error.PakitException;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.CompressionFacts;
import pakit.hint.DeltaFacts;
import pakit.hint.Hint;
import pakit.hint.Silence;
import pakit.hint.SimilarBlock;
import pakit.ml.dedup.DedupFeatures;
import pakit.store.Home;
import pakit.store.HomeSettings;
import pakit.training.ProgressListener.Stage;

/// Puts sets of versions into homes that are thrown away, naming every base that the core would leave out, and notes
/// what came of each attempt. A set is a directory; its versions are the directories in it, in the order of their
/// names.
final class DedupCollector implements Advisor {
    private static final Profile PROFILE = Profile.BALANCED;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final int TIMED_MAX = 300;

    /// A named base is kept only if it saves a tenth.
    private static final double SHARE_MAX = 0.9;

    private final ProgressListener progress;
    private final List<DedupMeasurements.Made> attempts = new ArrayList<>();
    private final Map<String, Long> recordBytes = new LinkedHashMap<>();
    private final Map<Profile, long[]> timed = new EnumMap<>(Profile.class);
    private final List<Timed> toTime = new ArrayList<>();
    private String set = "";
    private @Nullable DeltaFacts asked;

    private record Timed(Block block, BlockId base) {}

    DedupCollector(ProgressListener progress) {
        this.progress = progress;
    }

    DedupMeasurements collect(List<Path> sets) {
        for (int i = 0; i < sets.size(); i++) {
            set = String.valueOf(sets.get(i).getFileName());
            put(sets.get(i));
            progress.progress(Stage.MEASURE, i + 1, sets.size());
        }
        Map<Profile, Double> nanos = new EnumMap<>(Profile.class);
        timed.forEach((profile, sums) -> nanos.put(profile, (double) sums[0] / Math.max(1, sums[1])));
        return new DedupMeasurements(nanos, recordBytes, attempts);
    }

    private void put(Path directory) {
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("pakit-dedup-");
            try (Home home = Home.open(
                            scratch,
                            new HomeSettings(Optional.of(PROFILE), Optional.empty()),
                            "a training",
                            Instant.EPOCH);
                    Workers workers = new Workers(1)) {
                put(directory, home, workers);
                time(new BlockReader(home.blocks()));
            }
        } catch (IOException e) {
            throw new PakitException.Unavailable(directory + " cannot be put: " + e.getMessage(), e);
        } finally {
            delete(scratch);
        }
    }

    private void put(Path directory, Home home, Workers workers) throws IOException {
        DagBackend backend = new DagBackend(home.blocks(), PROFILE, this::note, System::nanoTime);
        for (Path version : versions(directory)) {
            try (TreeWriter writer =
                    new TreeWriter(block -> backend.process(block, this), home.chunkSizes(), workers)) {
                new FileTreeWalker(WalkOptions.DEFAULT).tell(version, writer, NOBODY);
                writer.finish();
            }
        }
    }

    private static final WalkListener NOBODY = new WalkListener() {
        @Override
        public void read(long bytes) {}

        @Override
        public void skipped(Skipped skipped) {}
    };

    /// Whether there is something to learn from in it: at least two versions.
    static boolean isSet(Path directory) {
        try {
            return !Files.isDirectory(directory) || versions(directory).size() > 1;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static List<Path> versions(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new PakitException.NotFound("there is no directory " + directory);
        }
        try (Stream<Path> inside = Files.list(directory)) {
            List<Path> versions = inside.filter(Files::isDirectory).sorted().toList();
            return versions.isEmpty() ? List.of(directory) : versions;
        }
    }

    @Override
    public Advice<Hint.Compression> compressionHint(CompressionFacts facts) {
        return Advice.silent(Silence.NO_MODEL);
    }

    /// Blocks come one at a time, each with its question before its outcome.
    @Override
    public Advice<Hint.Dedup> dedupHint(DeltaFacts facts) {
        asked = facts;
        List<BlockId> named = facts.similar().stream()
                .skip(1)
                .map(SimilarBlock::id)
                .limit(Hint.Dedup.BASES_MAX)
                .toList();
        return named.isEmpty()
                ? Advice.silent(Silence.ABSTAINED)
                : new Advice.Suggested<>(new Hint.Dedup(named), "none", "0");
    }

    private void note(Outcome outcome) {
        DeltaFacts facts = asked;
        asked = null;
        if (outcome instanceof Outcome.Stored stored) {
            int defaultBytes = stored.delta().defaultBytes();
            recordBytes.merge(set, (long) defaultBytes, Long::sum);
            if (facts != null && facts.block().id().equals(stored.id())) {
                stored.delta().tried().stream()
                        .filter(tried -> tried.sharedBins() == 0)
                        .forEach(tried -> note(facts, tried, defaultBytes));
            }
        }
    }

    private void note(DeltaFacts facts, DeltaTrial.Attempt tried, int defaultBytes) {
        List<BlockId> ids = facts.similar().stream().map(SimilarBlock::id).toList();
        float[] row = new float[DedupFeatures.schema().size()];
        DedupFeatures.extract(facts, ids.indexOf(tried.base()), row);
        boolean kept = tried.deltaBytes() > 0 && tried.deltaBytes() <= SHARE_MAX * defaultBytes;
        int saved = kept ? defaultBytes - tried.deltaBytes() : 0;
        attempts.add(new DedupMeasurements.Made(set, facts.block().sizeBytes(), row, defaultBytes, saved));
        if (tried.deltaBytes() > 0 && toTime.size() < TIMED_MAX) {
            toTime.add(new Timed(facts.block(), tried.base()));
        }
    }

    /// In time of this thread on a core, whatever else runs. Twice, of which the second time counts: the compiler has
    /// seen it then. What it takes to read the base is not in it, which flatters every attempt alike.
    private void time(BlockReader reader) {
        for (int round = 0; round < 2; round++) {
            for (Timed one : toTime) {
                Block base = reader.read(one.base());
                for (Profile profile : Profile.values()) {
                    long begun = CPU.getCurrentThreadCpuTime();
                    BlockRecord.packDelta(
                            DedupRule.codec(profile), one.block().bytes(), new DeltaLink(base.id(), 1), base.bytes());
                    long nanos = CPU.getCurrentThreadCpuTime() - begun;
                    long[] sums = timed.computeIfAbsent(profile, unused -> new long[2]);
                    sums[0] += round * nanos;
                    sums[1] += (long) round * one.block().sizeBytes();
                }
            }
        }
        toTime.clear();
    }

    private static void delete(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try (Stream<Path> inside = Files.walk(directory)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            throw new PakitException.Unavailable(directory + " cannot be removed: " + left.getMessage(), left);
        }
    }
}
