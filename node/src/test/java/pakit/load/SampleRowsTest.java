package pakit.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.TensorSpec;

class SampleRowsTest {
    private static final List<String> FEATURES = CompressionFeatures.schema().features();

    @Test
    void rowsAreWhatBlocksHave() {
        List<float[]> rows = SampleRows.ofBlocks(1).rows();
        assertThat(rows).hasSizeGreaterThan(10).allSatisfy(row -> {
            CompressionFeatures.schema().requireFinite(row);
            for (int i = 0; i < row.length; i++) {
                if (FEATURES.get(i).endsWith("_share")) {
                    assertThat(row[i]).as(FEATURES.get(i)).isBetween(0f, 1f);
                }
            }
            assertThat(row[FEATURES.indexOf("block_size_log")]).isBetween(3f, 5.2f);
            assertThat(row[FEATURES.indexOf("byte_entropy")]).isBetween(-0.001f, 8f);
        });
    }

    @Test
    void rowsDifferFromEachOther() {
        Set<String> distinct = new HashSet<>();
        SampleRows.ofBlocks(1).rows().forEach(row -> distinct.add(Arrays.toString(row)));
        assertThat(distinct).hasSizeGreaterThan(40);
    }

    @Test
    void aSeedGivesTheSameRows() {
        assertThat(SampleRows.ofBlocks(7).rows())
                .usingRecursiveComparison()
                .isEqualTo(SampleRows.ofBlocks(7).rows());
        assertThat(SampleRows.ofBlocks(7).rows().getFirst())
                .isNotEqualTo(SampleRows.ofBlocks(8).rows().getFirst());
    }

    @Test
    void rowsOfAnUnknownModelAreNormalAndAsWideAsItsInput() {
        SampleRows images = SampleRows.of("faces v1", new TensorSpec("image", "FP32", List.of(-1L, 2L, 50L)), 1);
        double mean = images.rows().stream()
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]))
                .average()
                .orElseThrow();
        assertThat(images.rows()).allSatisfy(row -> assertThat(row).hasSize(100));
        assertThat(mean).isBetween(-0.1, 0.1);
        assertThat(images.input().shape(1)).containsExactly(1L, 2L, 50L);
    }
}
