package pakit.block;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.error.PakitException;

class ChunkSizesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "63|256|1024|minBytes must be at least 64, found 63",
                "64|128|1024|averageBytes must be at least 256, found 128",
                "64|3000|4096|averageBytes must be a power of two, found 3000",
                "1024|512|4096|averageBytes must be at least minBytes = 1024, found 512",
                "64|1024|512|maxBytes must be at least averageBytes = 1024, found 512",
                "64|1024|2097153|maxBytes must be at most 2097152, found 2097153"
            })
    void refusalNamesParameterValueAndBound(int min, int average, int max, String message) {
        assertThatThrownBy(() -> new ChunkSizes(min, average, max))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessage("chunk size " + message);
    }
}
