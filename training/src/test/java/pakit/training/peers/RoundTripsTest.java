package pakit.training.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;

class RoundTripsTest {
    @TempDir
    Path scratch;

    @Test
    void secondsBecomeMillisecondsAndHolesAreFilledFromTheSamePair() throws IOException {
        Path file = file(0, 0.1f, 0.2f, 0, /* second slice */ 0, -1, 0.4f, 0, /* third */ 0, 0.3f, Float.NaN, 0);
        RoundTrips trips = RoundTrips.read(file, 2, 3, 0.001);

        assertThat(trips.ms(0, 0, 1)).isEqualTo(100, org.assertj.core.data.Offset.offset(1e-3));
        assertThat(trips.ms(1, 0, 1)).isEqualTo(300, org.assertj.core.data.Offset.offset(1e-3));
        assertThat(trips.ms(2, 1, 0)).isEqualTo(400, org.assertj.core.data.Offset.offset(1e-3));
        assertThat(trips.ms(0, 0, 0)).isPositive();
    }

    @Test
    void whatIsMissingShortOrEmptyIsNamed() throws IOException {
        Path missing = scratch.resolve("none.gz");
        assertThatThrownBy(() -> RoundTrips.read(missing, 2, 1, 1))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("none.gz");
        Path shorter = file(1, 2, 3);
        assertThatThrownBy(() -> RoundTrips.read(shorter, 2, 1, 1))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("1 slices of 2 by 2");
        Path empty = file(0, 0, 0, 0);
        assertThatThrownBy(() -> RoundTrips.read(empty, 2, 1, 1))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("no positive figure");
    }

    private Path file(float... values) throws IOException {
        Path file = Files.createTempFile(scratch, "trips", ".gz");
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes.array());
        }
        return file;
    }
}
