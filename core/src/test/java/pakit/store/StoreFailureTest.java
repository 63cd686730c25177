package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import pakit.error.PakitException;

class StoreFailureTest {
    private static final Path STORE = Path.of("store");

    /// Under any code: RocksDB wraps what the system said in what it had been about to find out.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Found options incompatible with filesystem: IO error: While open a file: CURRENT: Too many open files",
                "IO error: No space left on device: While appending to file",
                "IO error: File too large: While appending to file"
            })
    void whatIsMissingIsNeverTakenForDamage(String message) {
        for (Status.Code code :
                new Status.Code[] {Status.Code.IOError, Status.Code.Corruption, Status.Code.InvalidArgument}) {
            RocksDBException failure = new RocksDBException(new Status(code, Status.SubCode.None, message));
            assertThat(StoreFailure.isCorruption(failure)).isFalse();
            assertThat(StoreFailure.of(STORE, failure)).isInstanceOf(PakitException.Unavailable.class);
            assertThat(StoreFailure.opening(STORE, failure)).isInstanceOf(PakitException.Unavailable.class);
        }
    }

    @Test
    void damageIsDamage() {
        RocksDBException damaged = new RocksDBException(
                new Status(Status.Code.Corruption, Status.SubCode.None, "block checksum mismatch"));
        assertThat(StoreFailure.of(STORE, damaged)).isInstanceOf(PakitException.Corrupt.class);
        assertThat(StoreFailure.opening(STORE, damaged)).isInstanceOf(PakitException.Corrupt.class);
        RocksDBException gone = new RocksDBException(new Status(
                Status.Code.IOError, Status.SubCode.None, "While open a file: 000009.sst: No such file or directory"));
        assertThat(StoreFailure.of(STORE, gone)).isInstanceOf(PakitException.Corrupt.class);
    }
}
