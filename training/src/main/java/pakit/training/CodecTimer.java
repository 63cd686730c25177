package pakit.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import pakit.block.Block;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.hint.CompressionFacts;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.CodecTrials;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.tensor.Forest;
import pakit.ml.tensor.Tree;

/// Tries every codec of the menu on a block, and the hint itself, because its time is charged.
final class CodecTimer {
    private static final int HINT_RUNS = 9;
    private static final int WARM_UP_ROUNDS = 40;
    private static final int WARM_UP_BYTES = 32 << 10;

    private final CodecTrials trials = new CodecTrials(System::nanoTime);
    private final Forest forest = forestOfUsualSize();
    private final float[] features = new float[CompressionFeatures.schema().size()];
    private final float[] gains = new float[GainTargets.width()];
    private long hintNanos;
    private long hintedBlocks;
    private int sink;

    CodecTimer() {
        warmUp();
    }

    MeasuredBlock measure(String family, Block block) {
        hintNanos += hintNanos(block);
        hintedBlocks++;
        return trials.measure(family, block.bytes(), features.clone());
    }

    /// The mean time of a hint over the measured blocks: features and inference.
    long meanHintNanos() {
        return hintedBlocks == 0 ? 0 : hintNanos / hintedBlocks;
    }

    /// The median: a hint comes between other work, so its best case is not what it costs.
    private long hintNanos(Block block) {
        CompressionFacts facts = new CompressionFacts(block, 0, Profile.BALANCED);
        long[] nanos = new long[HINT_RUNS];
        for (int run = 0; run < HINT_RUNS; run++) {
            long start = System.nanoTime();
            CompressionFeatures.extract(facts, features);
            forest.forward(0, Codec.MENU.size(), features, gains);
            nanos[run] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[HINT_RUNS / 2];
    }

    /// Until the compiler has done its work, on bytes that compress about by half.
    private void warmUp() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] bytes = new byte[WARM_UP_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(16) * random.nextInt(4));
        }
        Block block = Block.raw(bytes);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (Codec codec : Codec.MENU) {
                sink += BlockRecord.pack(codec, bytes).storedBytes();
            }
            for (int run = 0; run < 500; run++) {
                sink += (int) hintNanos(block);
            }
        }
    }

    /// Thresholds and leaves do not change the time.
    private static Forest forestOfUsualSize() {
        TreeSettings settings = TreeSettings.STANDARD;
        SplittableRandom random = new SplittableRandom(1);
        List<Tree> trees = new ArrayList<>();
        for (int codec = 0; codec < Codec.MENU.size(); codec++) {
            for (int i = 0; i < settings.trees(); i++) {
                int[] features = new int[(1 << settings.depth()) - 1];
                float[] thresholds = new float[features.length];
                for (int node = 0; node < features.length; node++) {
                    features[node] = random.nextInt(CompressionFeatures.schema().size());
                    thresholds[node] = (float) random.nextDouble();
                }
                trees.add(new Tree(codec, features, thresholds, new float[features.length + 1]));
            }
        }
        return Forest.of(CompressionFeatures.schema().size(), new float[GainTargets.width()], trees);
    }
}
