package pakit.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import pakit.error.PakitException;

/// What a failure of RocksDB means to an operator.
final class StoreFailure {
    private StoreFailure() {}

    /// A failure of the open store at `directory`.
    static PakitException of(Path directory, RocksDBException failure) {
        if (isCorruption(failure)) {
            return new PakitException.Corrupt(
                    "the store at " + directory + " is corrupt: " + failure.getMessage() + "; run pakit verify",
                    failure);
        }
        return unavailable(directory, failure);
    }

    /// A failure to open the store at `directory`.
    static PakitException opening(Path directory, RocksDBException failure) {
        if (isCorruption(failure) || isRefusal(failure)) {
            return new PakitException.Corrupt(
                    "the store at " + directory + " cannot be opened: " + failure.getMessage()
                            + "; restore it from a backup",
                    failure);
        }
        return unavailable(directory, failure);
    }

    /// A failure to open the home itself: its directory, its lock, its `home.json`.
    static PakitException opening(HomeLayout home, IOException failure) {
        String remedy = mentionsFull(failure)
                ? "the disk is full: free some space and start again"
                : mentionsDescriptors(failure)
                        ? "this process may open no more files: raise the limit (ulimit -n) and start again"
                        : "check the path and its permissions";
        return new PakitException.Unavailable(
                "home " + home.directory() + " cannot be opened: " + failure + "; " + remedy, failure);
    }

    private static PakitException unavailable(Path directory, RocksDBException failure) {
        if (isFull(failure)) {
            return new PakitException.Unavailable(
                    "the disk that holds " + directory + " is full: free some space and start again; what was"
                            + " acknowledged is safe (" + failure.getMessage() + ")",
                    failure);
        }
        if (mentionsDescriptors(failure)) {
            return new PakitException.Unavailable(
                    "this process may open no more files, and the store at " + directory
                            + " needs some: raise the limit (ulimit -n) and start again; what was acknowledged is safe ("
                            + failure.getMessage() + ")",
                    failure);
        }
        return new PakitException.Unavailable(
                "the store at " + directory + " failed: " + failure.getMessage()
                        + "; check the disk and the permissions, then try again",
                failure);
    }

    static boolean isCorruption(RocksDBException failure) {
        Status.@Nullable Code code = code(failure);
        // A file that a manifest names and that is gone is reported as an IO error.
        return !isStarved(failure) && (code == Status.Code.Corruption || mentions(failure, "no such file"));
    }

    /// Room or descriptors are missing. That may come under any code, of what RocksDB had been about to find out.
    private static boolean isStarved(RocksDBException failure) {
        return isFull(failure) || mentionsDescriptors(failure);
    }

    private static boolean isRefusal(RocksDBException failure) {
        Status.@Nullable Code code = code(failure);
        return !isStarved(failure) && isRefusal(code);
    }

    private static boolean isRefusal(Status.@Nullable Code code) {
        return code == Status.Code.InvalidArgument || code == Status.Code.NotSupported || code == Status.Code.NotFound;
    }

    private static boolean isFull(RocksDBException failure) {
        @Nullable Status status = failure.getStatus();
        return (status != null && status.getSubCode() == Status.SubCode.NoSpace) || mentionsFull(failure);
    }

    /// A limit on the size of files is met like a full disk.
    private static boolean mentionsFull(Exception failure) {
        return mentions(failure, "no space left") || mentions(failure, "file too large");
    }

    private static boolean mentionsDescriptors(Exception failure) {
        return mentions(failure, "too many open files");
    }

    private static Status.@Nullable Code code(RocksDBException failure) {
        @Nullable Status status = failure.getStatus();
        return status == null ? null : status.getCode();
    }

    private static boolean mentions(Exception failure, String words) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains(words);
    }
}
