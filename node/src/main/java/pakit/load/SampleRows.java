package pakit.load;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import pakit.block.Block;
import pakit.codec.Profile;
import pakit.hint.CompressionFacts;
import pakit.hint.NetworkConditions;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.gossip.ConditionsRow;
import pakit.ml.models.NetworkOptimizerModel;
import pakit.ml.models.PeerSelectorModel;
import pakit.ml.models.PrefetchModel;
import pakit.ml.models.TensorSpec;
import pakit.ml.peers.Candidate;

/// Input rows as they come in practice, by the code that also serves: of blocks that are made up, from one repeated
/// byte to pure noise, of networks and of peers; and normal numbers for models of which Pakit knows nothing.
///
/// @param input the tensor that they are rows of
public record SampleRows(TensorSpec input, List<float[]> rows) {
    private static final int ROWS = 64;
    private static final int BLOCK_BYTES_MIN = 1 << 10;
    private static final int BLOCK_BYTES_MAX = 128 << 10;

    /// By schema.
    private static final Map<String, Function<SplittableRandom, float[]>> KNOWN = Map.of(
            name(CompressionFeatures.schema()), SampleRows::block,
            name(NetworkOptimizerModel.SCHEMA), SampleRows::network,
            name(PeerSelectorModel.SCHEMA), SampleRows::peer,
            name(PrefetchModel.SCHEMA), SampleRows::read);

    public SampleRows {
        rows = List.copyOf(rows);
    }

    /// The same rows for the same seed.
    ///
    /// @param schema of the model, such as `compression v1`
    public static SampleRows of(String schema, TensorSpec input, long seed) {
        Function<SplittableRandom, float[]> row = KNOWN.getOrDefault(schema, random -> normal(random, input.width()));
        SplittableRandom random = new SplittableRandom(seed);
        return new SampleRows(
                input, Stream.generate(() -> row.apply(random)).limit(ROWS).toList());
    }

    /// For the compression predictor.
    public static SampleRows ofBlocks(long seed) {
        FeatureSchema schema = CompressionFeatures.schema();
        return of(name(schema), new TensorSpec("features", "FP32", List.of(-1L, (long) schema.size())), seed);
    }

    private static float[] normal(SplittableRandom random, int width) {
        float[] row = new float[width];
        for (int i = 0; i < width; i++) {
            row[i] = (float) random.nextGaussian();
        }
        return row;
    }

    private static String name(FeatureSchema schema) {
        return schema.name() + " v" + schema.version();
    }

    private static float[] block(SplittableRandom random) {
        float[] row = new float[CompressionFeatures.schema().size()];
        int depth = random.nextInt(8);
        CompressionFeatures.extract(new CompressionFacts(Block.raw(bytes(random)), depth, Profile.BALANCED), row);
        return row;
    }

    private static float[] network(SplittableRandom random) {
        return ConditionsRow.of(new NetworkConditions(
                Math.exp(random.nextDouble(4, 10)),
                random.nextDouble(0.1),
                random.nextDouble(0.4),
                Math.exp(random.nextDouble(5, 13)),
                random.nextDouble(10, 300),
                Math.exp(random.nextDouble(13, 19)),
                Double.POSITIVE_INFINITY));
    }

    private static float[] peer(SplittableRandom random) {
        double latencyMs = Math.exp(random.nextDouble(1, 7));
        double distanceMs = random.nextBoolean() ? 0 : latencyMs * random.nextDouble(0.5, 2);
        return new Candidate(
                        Math.log(latencyMs),
                        random.nextDouble(30),
                        distanceMs,
                        random.nextDouble(200),
                        random.nextDouble(0.1),
                        3_000)
                .row();
    }

    private static float[] read(SplittableRandom random) {
        int seen = random.nextInt(5);
        int votes = random.nextInt(seen + 1);
        int pairs = random.nextInt(seen + 1);
        int pairVotes = Math.min(votes, random.nextInt(pairs + 1));
        int run = random.nextInt(6);
        return new float[] {pairs, pairVotes, seen, votes, pairVotes > 0 ? 1 : 0, 1 + random.nextInt(24), run, 0};
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
