package pakit.ml.feature;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pakit.block.Block;
import pakit.hint.CompressionFacts;

/// The numbers that the compression predictor sees of a block: its size and a bounded sample of its bytes. The same
/// code runs in training and in serving. Thread-safe, allocates nothing once warm.
///
/// The sample is four runs of 256 bytes spread evenly over the block: whole runs, because what matters is how bytes
/// follow each other. Measured on 94 families of files, a histogram of 1 KB holds nearly all that can be known about
/// the choice of codec, and each further microsecond costs more than it tells (docs/RATIONALE.md). All shares are 0..1.
///
/// Logarithms are those of [StrictMath], so that a row is the same on every machine.
public final class CompressionFeatures {
    private static final int RUNS = 4;
    private static final int RUN_BYTES = 256;
    private static final int SAMPLE_BYTES = RUNS * RUN_BYTES;
    private static final int PROBE_SLOTS = 256;

    private static final FeatureSchema SCHEMA = new FeatureSchema(
            "compression",
            1,
            List.of(
                    "block_size_log",
                    "block_depth_log",
                    "byte_entropy",
                    "distinct_share",
                    "top_byte_share",
                    "zero_share",
                    "letter_share",
                    "digit_share",
                    "space_share",
                    "high_bit_share",
                    "same_as_1_before_share",
                    "same_as_2_before_share",
                    "same_as_4_before_share",
                    "same_as_8_before_share",
                    "repeat_share",
                    "bucket_0_share",
                    "bucket_1_share",
                    "bucket_2_share",
                    "bucket_3_share",
                    "bucket_4_share",
                    "bucket_5_share",
                    "bucket_6_share",
                    "bucket_7_share",
                    "bucket_8_share",
                    "bucket_9_share",
                    "bucket_a_share",
                    "bucket_b_share",
                    "bucket_c_share",
                    "bucket_d_share",
                    "bucket_e_share",
                    "bucket_f_share"));

    private static final int FIRST_BUCKET = SCHEMA.features().indexOf("bucket_0_share");

    /// `n · log2 n` for every count that a sample can hold.
    private static final float[] N_LOG_N = nLogN();

    private static final ThreadLocal<Tables> TABLES = ThreadLocal.withInitial(Tables::new);

    private CompressionFeatures() {}

    /// What [#extract] fills in.
    public static FeatureSchema schema() {
        return SCHEMA;
    }

    /// Writes one row of `schema().size()` values to `row`.
    public static void extract(CompressionFacts facts, float[] row) {
        extract(facts.block(), facts.depth(), row);
    }

    /// As [#extract(CompressionFacts, float\[\])], for who has the block alone.
    public static void extract(Block block, int depth, float[] row) {
        byte[] bytes = block.bytes();
        row[0] = (float) StrictMath.log10(Math.max(1, bytes.length));
        row[1] = (float) StrictMath.log10(1.0 + depth);
        Tables tables = TABLES.get();
        int sampled = tables.sample(bytes);
        if (sampled == 0) {
            Arrays.fill(row, 2, SCHEMA.size(), 0);
            return;
        }
        tables.count();
        describeCounts(tables.counts, 1f / sampled, sampled, row);
        describeOrder(tables, 1f / sampled, row);
    }

    /// A row as events keep it.
    public static List<Float> listed(float[] row) {
        List<Float> values = new ArrayList<>(row.length);
        for (float value : row) {
            values.add(value);
        }
        return values;
    }

    private static void describeCounts(int[] counts, float share, int sampled, float[] row) {
        float nLogN = 0;
        int distinct = 0;
        int top = 0;
        for (int bucket = 0; bucket < 16; bucket++) {
            int inBucket = 0;
            for (int value = bucket * 16; value < bucket * 16 + 16; value++) {
                int count = counts[value];
                inBucket += count;
                nLogN += N_LOG_N[count];
                distinct += count > 0 ? 1 : 0;
                top = Math.max(top, count);
            }
            row[FIRST_BUCKET + bucket] = inBucket * share;
        }
        row[2] = (N_LOG_N[sampled] - nLogN) * share;
        row[3] = distinct / 256f;
        row[4] = top * share;
        row[5] = counts[0] * share;
        row[6] = (sum(counts, 'A', 'Z') + sum(counts, 'a', 'z')) * share;
        row[7] = sum(counts, '0', '9') * share;
        row[8] = (counts[' '] + sum(counts, '\t', '\r')) * share;
        row[9] = sum(counts, 0x80, 0xff) * share;
    }

    private static void describeOrder(Tables tables, float share, float[] row) {
        row[10] = tables.sameAsBefore(1) * share;
        row[11] = tables.sameAsBefore(2) * share;
        row[12] = tables.sameAsBefore(4) * share;
        row[13] = tables.sameAsBefore(8) * share;
        row[14] = tables.repeats() * share;
    }

    private static int sum(int[] counts, int from, int to) {
        int sum = 0;
        for (int value = from; value <= to; value++) {
            sum += counts[value];
        }
        return sum;
    }

    private static float[] nLogN() {
        float[] table = new float[SAMPLE_BYTES + 1];
        for (int n = 2; n <= SAMPLE_BYTES; n++) {
            table[n] = (float) (n * StrictMath.log(n) / StrictMath.log(2));
        }
        return table;
    }

    /// One thread's working memory: the sample, padded so that it can be read eight bytes at a time.
    private static final class Tables {
        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        private static final VarHandle INTS =
                MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
        private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
        private static final int WAYS = 4;

        private final byte[] sample = new byte[SAMPLE_BYTES + Long.BYTES];
        private final int[] ways = new int[WAYS * 256];
        private final int[] seen = new int[PROBE_SLOTS];
        private int sampled;
        final int[] counts = new int[256];

        /// Copies the runs side by side.
        int sample(byte[] bytes) {
            sampled = Math.min(bytes.length, SAMPLE_BYTES);
            if (bytes.length <= SAMPLE_BYTES) {
                System.arraycopy(bytes, 0, sample, 0, sampled);
                return sampled;
            }
            for (int run = 0; run < RUNS; run++) {
                int from = (int) ((long) (bytes.length - RUN_BYTES) * run / (RUNS - 1));
                System.arraycopy(bytes, from, sample, run * RUN_BYTES, RUN_BYTES);
            }
            return sampled;
        }

        /// Counts in four tables in turn: one alone makes each equal byte wait for the count of the last.
        void count() {
            Arrays.fill(ways, 0);
            int whole = sampled & -Long.BYTES;
            for (int i = 0; i < whole; i += Long.BYTES) {
                countEight((long) LONGS.get(sample, i));
            }
            for (int i = whole; i < sampled; i++) {
                ways[sample[i] & 0xff]++;
            }
            for (int value = 0; value < 256; value++) {
                counts[value] = ways[value] + ways[256 + value] + ways[512 + value] + ways[768 + value];
            }
        }

        private void countEight(long eight) {
            ways[(int) eight & 0xff]++;
            ways[256 + ((int) (eight >>> 8) & 0xff)]++;
            ways[512 + ((int) (eight >>> 16) & 0xff)]++;
            ways[768 + ((int) (eight >>> 24) & 0xff)]++;
            ways[(int) (eight >>> 32) & 0xff]++;
            ways[256 + ((int) (eight >>> 40) & 0xff)]++;
            ways[512 + ((int) (eight >>> 48) & 0xff)]++;
            ways[768 + (int) (eight >>> 56)]++;
        }

        /// How many bytes equal the one `distance` before: what fields and samples of fixed width look like. Eight at a
        /// time, from byte 8 on: a byte of the difference is zero where two agree (Hacker's Delight, 6-1).
        int sameAsBefore(int distance) {
            int same = 0;
            int i = Long.BYTES;
            for (; i <= sampled - Long.BYTES; i += Long.BYTES) {
                long difference = (long) LONGS.get(sample, i) ^ (long) LONGS.get(sample, i - distance);
                long nonZero = (difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS;
                same += Long.bitCount(~nonZero);
            }
            for (; i < sampled; i++) {
                same += sample[i] == sample[i - distance] ? 1 : 0;
            }
            return same;
        }

        /// How many groups of four bytes, at every second place, were seen before in the sample: what an LZ compressor
        /// lives on. A slot holds the last group that hashed to it, so far repeats may be missed.
        int repeats() {
            Arrays.fill(seen, 0);
            int repeats = 0;
            for (int i = 0; i <= sampled - Integer.BYTES; i += 2) {
                int group = (int) INTS.get(sample, i);
                int slot = group * 0x9E3779B1 >>> 24;
                repeats += seen[slot] == group ? 1 : 0;
                seen[slot] = group;
            }
            return repeats;
        }
    }
}
