package pakit.bench.drift;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.MeasurementFile;

/// Real blocks, on which all codecs were tried, in the order in which a node might see them: one by one, or in files of
/// up to so many blocks, which resemble each other. Not thread-safe.
final class DrawnBlocks {
    private static final String FILE = "/pakit/training/compression_predictor-1.0.0.csv.gz";

    /// Kinds of files that are packed already.
    private static final Set<String> PACKED = Set.of("jar", "gz", "whl", "png", "zip", "lz4", "woff2", "gif", "npz");

    private static final List<MeasuredBlock> ALL = read();

    private final List<MeasuredBlock> blocks;
    private final Map<String, List<MeasuredBlock>> families = new HashMap<>();
    private final int burstMax;
    private final SplittableRandom random;
    private final List<MeasuredBlock> burst = new ArrayList<>();

    private DrawnBlocks(Predicate<MeasuredBlock> which, int burstMax, SplittableRandom random) {
        this.blocks = ALL.stream().filter(which).toList();
        this.burstMax = burstMax;
        this.random = random;
        blocks.forEach(block -> families.computeIfAbsent(block.family(), none -> new ArrayList<>())
                .add(block));
    }

    /// The mixture that the shipped model learned from.
    static DrawnBlocks all(int burstMax, SplittableRandom random) {
        return new DrawnBlocks(block -> true, burstMax, random);
    }

    static DrawnBlocks packed(int burstMax, SplittableRandom random) {
        return new DrawnBlocks(DrawnBlocks::isPacked, burstMax, random);
    }

    static DrawnBlocks unpacked(int burstMax, SplittableRandom random) {
        return new DrawnBlocks(block -> !isPacked(block), burstMax, random);
    }

    private static boolean isPacked(MeasuredBlock block) {
        return PACKED.contains(block.family().replaceFirst("@.*", ""));
    }

    MeasuredBlock next() {
        if (burst.isEmpty()) {
            MeasuredBlock first = blocks.get(random.nextInt(blocks.size()));
            List<MeasuredBlock> family = Objects.requireNonNull(families.get(first.family()));
            int length = 1 + random.nextInt(burstMax);
            int from = random.nextInt(family.size());
            for (int i = 0; i < length; i++) {
                burst.add(family.get((from + i) % family.size()));
            }
        }
        return burst.removeLast();
    }

    private static List<MeasuredBlock> read() {
        try (InputStream in = Objects.requireNonNull(DrawnBlocks.class.getResourceAsStream(FILE), FILE)) {
            return MeasurementFile.read(in, FILE).blocks();
        } catch (IOException e) {
            throw new IllegalStateException(FILE, e);
        }
    }
}
