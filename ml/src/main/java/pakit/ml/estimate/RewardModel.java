package pakit.ml.estimate;

import java.util.List;
import pakit.codec.Codec;
import pakit.ml.models.MeasuredBlock;

/// Foretells what a codec makes of a block: the mean over blocks of about the same entropy on which all codecs were
/// tried, a plain byte; 0 without any. It need not be good: it only makes the doubly robust estimator less scattered.
final class RewardModel {
    private static final int CLASSES = 9; // bits of entropy, rounded
    private static final int ENTROPY = 2; // place in the row of features
    private static final int BLOCKS_MIN = 10;

    private final double[][] bytes = new double[CLASSES + 1][Codec.MENU.size()];
    private final double[][] nanos = new double[CLASSES + 1][Codec.MENU.size()];
    private final double[] plain = new double[CLASSES + 1];
    private final int[] blocks = new int[CLASSES + 1];

    RewardModel(List<MeasuredBlock> measured) {
        for (MeasuredBlock block : measured) {
            add(classOf(block.features()), block);
            add(CLASSES, block);
        }
    }

    private void add(int to, MeasuredBlock block) {
        blocks[to]++;
        plain[to] += block.plainBytes();
        for (int codec = 0; codec < Codec.MENU.size(); codec++) {
            bytes[to][codec] += block.storedBytes()[codec];
            nanos[to][codec] += block.packNanos()[codec];
        }
    }

    double storedBytes(float[] features, int plainBytes, int codec) {
        return mean(bytes, features, plainBytes, codec);
    }

    double packNanos(float[] features, int plainBytes, int codec) {
        return mean(nanos, features, plainBytes, codec);
    }

    private double mean(double[][] sums, float[] features, int plainBytes, int codec) {
        int alike = classOf(features);
        int from = blocks[alike] >= BLOCKS_MIN ? alike : CLASSES;
        return plain[from] == 0 ? 0 : plainBytes * sums[from][codec] / plain[from];
    }

    private static int classOf(float[] features) {
        return Math.clamp(Math.round(features[ENTROPY]), 0, CLASSES - 1);
    }
}
