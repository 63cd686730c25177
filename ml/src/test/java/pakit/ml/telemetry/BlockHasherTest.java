package pakit.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockHasherTest {
    @TempDir
    Path home;

    /// Figures of the reference implementation: key 00..0f, message 00..(n-1). The one of 15 bytes is in the paper.
    @ParameterizedTest
    @CsvSource({"0, 726fdb47dd0e0e31", "1, 74f839c593dc67fd", "8, 93f5f5799a932462", "15, a129ca6149be45e5"})
    void agreesWithThePublishedFigures(int length, String hex) {
        assertThat(new BlockHasher(counting(16)).hash(counting(length))).isEqualTo(Long.parseUnsignedLong(hex, 16));
    }

    @Test
    void keyIsMadeOnceAndReadableByItsOwnerOnly() throws IOException {
        Path key = home.resolve("telemetry.key");
        long first = BlockHasher.open(key).hash(counting(36));
        assertThat(BlockHasher.open(key).hash(counting(36))).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void twoHomesGiveDifferentHashes() {
        long one = BlockHasher.open(home.resolve("one.key")).hash(counting(36));
        long other = BlockHasher.open(home.resolve("other.key")).hash(counting(36));
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void keyOfTheWrongLengthIsReplaced() throws IOException {
        Path key = Files.write(home.resolve("telemetry.key"), counting(5));
        BlockHasher.open(key);
        assertThat(Files.size(key)).isEqualTo(BlockHasher.KEY_BYTES);
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
