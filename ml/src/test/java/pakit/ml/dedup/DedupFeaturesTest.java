package pakit.ml.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.codec.Profile;
import pakit.hint.DeltaFacts;
import pakit.hint.SimilarBlock;

class DedupFeaturesTest {
    private final Random random = new Random(1);

    @Test
    void aRowSaysWhatTheCoreKnowsOfThePair() {
        Block block = Block.raw(new byte[1 << 10]);
        SimilarBlock first = new SimilarBlock(id(), 0b1111, 0);
        SimilarBlock second = new SimilarBlock(id(), 0b1111_1100, 3);
        float[] row = row(facts(block, List.of(first, second), 256), 1);
        assertThat(row).containsExactly(0.375f, 0.25f, 0.25f, 1, 0, 0.125f, 0.0625f, 0.5f, 0.4f, 0.25f, 0, 0);
    }

    @Test
    void entropyIsOneForNoiseAndNodesAreToldApart() {
        byte[] noise = new byte[1 << 20];
        random.nextBytes(noise);
        Block node = Block.of(BlockId.Kind.DAG_PB, noise);
        float[] row = row(facts(node, List.of(new SimilarBlock(id(), 1, 1)), noise.length), 0);
        assertThat(row[10]).isGreaterThan(0.9f);
        assertThat(row[11]).isEqualTo(1);
    }

    @Test
    void whateverIsSuggestedARowIsFinite() {
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            List<SimilarBlock> similar = new ArrayList<>();
            for (int j = random.nextInt(1, 12); j > 0; j--) {
                similar.add(new SimilarBlock(id(), random.nextInt(), random.nextInt()));
            }
            DeltaFacts facts = facts(Block.raw(bytes), similar, random.nextInt(5000));
            DedupFeatures.schema().requireFinite(row(facts, random.nextInt(similar.size())));
        }
    }

    private static float[] row(DeltaFacts facts, int index) {
        float[] row = new float[DedupFeatures.schema().size()];
        DedupFeatures.extract(facts, index, row);
        return row;
    }

    private static DeltaFacts facts(Block block, List<SimilarBlock> similar, int defaultBytes) {
        return new DeltaFacts(block, Sketch.of(block.bytes()), similar, defaultBytes, Profile.BALANCED);
    }

    private BlockId id() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return Block.raw(bytes).id();
    }
}
