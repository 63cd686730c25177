package pakit.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import pakit.block.Block;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.hint.CompressionFacts;
import pakit.ml.feature.CompressionFeatures;

/// Input rows as they come in practice: features of blocks that are made up, from one repeated byte to pure noise, by
/// the code that also serves.
public final class SampleRows {
    private static final int ROWS = 64;
    private static final int BLOCK_BYTES_MIN = 1 << 10;
    private static final int BLOCK_BYTES_MAX = 128 << 10;

    private SampleRows() {}

    /// The same rows for the same seed.
    ///
    /// @param schema of the model, such as `compression v1`
    /// @throws PakitException.Invalid if nothing is known of that schema
    public static List<float[]> of(String schema, long seed) {
        String known = CompressionFeatures.schema().name() + " v"
                + CompressionFeatures.schema().version();
        if (!schema.equals(known)) {
            throw new PakitException.Invalid(
                    "no inputs are known for models of schema '" + schema + "', only for '" + known + "'");
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            float[] row = new float[CompressionFeatures.schema().size()];
            int depth = random.nextInt(8);
            CompressionFeatures.extract(new CompressionFacts(Block.raw(bytes(random)), depth, Profile.BALANCED), row);
            rows.add(row);
        }
        return rows;
    }

    /// So many different byte values, repeated so often.
    private static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(BLOCK_BYTES_MIN, BLOCK_BYTES_MAX)];
        int values = 1 << random.nextInt(9);
        int runMax = 1 << random.nextInt(6);
        int first = random.nextInt(256);
        for (int i = 0; i < bytes.length; ) {
            byte value = (byte) (first + random.nextInt(values));
            for (int end = Math.min(bytes.length, i + 1 + random.nextInt(runMax)); i < end; i++) {
                bytes[i] = value;
            }
        }
        return bytes;
    }
}
