package pakit.ml.dedup;

import java.util.List;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.hint.DeltaFacts;
import pakit.hint.SimilarBlock;
import pakit.ml.feature.FeatureSchema;

/// One row of numbers for a new block and a candidate base: all that the core knows of the pair before it tries. A leaf
/// does not know its file, so neither path nor position is among them.
public final class DedupFeatures {
    private static final FeatureSchema SCHEMA = new FeatureSchema(
            "dedup",
            1,
            List.of(
                    "shared_bins", // share of the 16 bins in which the two sketches agree, 0 to 1
                    "first_shared_bins", // the same of the candidate that the core tries first
                    "bins_beside_first", // share of the bins in which this one agrees and the first does not
                    "depth", // of the candidate, in thirds of the deepest there may be
                    "first_depth", // of the first candidate, likewise
                    "rank", // place among the candidates, in eighths
                    "bins", // share of the bins that have a value in the new block
                    "size", // of the plain block, log2 of bytes, by 20
                    "record", // of what the block takes without a hint, log2 of bytes, by 20
                    "record_share", // the same by the plain bytes, 0 to a little over 1
                    "entropy", // of single bytes in a sample of 512, in bytes: 0 to 1
                    "node")); // 1 for a node of a tree, 0 for a leaf

    private static final int DEPTH_MAX = 3;
    private static final double LOG_MAX = 20;
    private static final double RANK_MAX = 8;
    private static final int SAMPLE = 512;
    private static final int VALUES = 256;

    private DedupFeatures() {}

    public static FeatureSchema schema() {
        return SCHEMA;
    }

    /// Writes the row of candidate number `index` to `row`.
    public static void extract(DeltaFacts facts, int index, float[] row) {
        SimilarBlock first = facts.similar().getFirst();
        SimilarBlock candidate = facts.similar().get(index);
        int plain = facts.block().sizeBytes();
        row[0] = share(candidate.sharedBins());
        row[1] = share(first.sharedBins());
        row[2] = share(candidate.sharedBeside(first));
        row[3] = depth(candidate);
        row[4] = depth(first);
        row[5] = (float) (Math.min(index, RANK_MAX) / RANK_MAX);
        row[6] = share(facts.sketch().features());
        row[7] = log(plain);
        row[8] = log(facts.defaultBytes());
        row[9] = (float) facts.defaultBytes() / Math.max(1, plain);
        row[10] = entropy(facts.block().bytes());
        row[11] = facts.block().id().kind() == BlockId.Kind.DAG_PB ? 1 : 0;
    }

    /// The plain bytes of the block that a row is about, but for rounding.
    public static double plainBytes(float[] row) {
        return Math.pow(2, LOG_MAX * row[7]);
    }

    /// The bytes of its record without a hint, likewise.
    public static double recordBytes(float[] row) {
        return Math.pow(2, LOG_MAX * row[8]);
    }

    private static float share(int bins) {
        return (float) Math.min(bins, Sketch.BINS) / Sketch.BINS;
    }

    private static float depth(SimilarBlock block) {
        return (float) Math.clamp(block.depth(), 0, DEPTH_MAX) / DEPTH_MAX;
    }

    private static float log(int bytes) {
        return (float) (Math.log(Math.max(1, bytes)) / Math.log(2) / LOG_MAX);
    }

    private static float entropy(byte[] bytes) {
        int[] counts = new int[VALUES];
        int step = Math.max(1, bytes.length / SAMPLE);
        int sampled = 0;
        for (int at = 0; at < bytes.length; at += step) {
            counts[bytes[at] & 0xff]++;
            sampled++;
        }
        double nats = 0;
        for (int count : counts) {
            if (count > 0) {
                nats -= count * Math.log((double) count / sampled);
            }
        }
        return sampled == 0 ? 0 : (float) (nats / sampled / Math.log(VALUES));
    }
}
