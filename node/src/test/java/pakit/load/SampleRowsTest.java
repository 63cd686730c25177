package pakit.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;

class SampleRowsTest {
    private static final List<String> FEATURES = CompressionFeatures.schema().features();

    @Test
    void rowsAreWhatBlocksHave() {
        List<float[]> rows = SampleRows.of("compression v1", 1);
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
        SampleRows.of("compression v1", 1).forEach(row -> distinct.add(Arrays.toString(row)));
        assertThat(distinct).hasSizeGreaterThan(40);
    }

    @Test
    void aSeedGivesTheSameRows() {
        assertThat(SampleRows.of("compression v1", 7))
                .usingRecursiveComparison()
                .isEqualTo(SampleRows.of("compression v1", 7));
        assertThat(SampleRows.of("compression v1", 7).getFirst())
                .isNotEqualTo(SampleRows.of("compression v1", 8).getFirst());
    }

    @Test
    void anUnknownSchemaIsRefused() {
        assertThatThrownBy(() -> SampleRows.of("peers v3", 1))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("peers v3")
                .hasMessageContaining("compression v1");
    }
}
