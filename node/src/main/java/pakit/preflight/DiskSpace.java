package pakit.preflight;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import pakit.error.PakitException;

/// The home's file system has room: more than the shipped rules call nearly full, and enough to work at all.
public final class DiskSpace implements Check {
    private static final double SHARE_MIN = 0.02;
    private static final long BYTES_MIN = 2L << 30;
    private static final double GIBI = 1 << 30;

    private final Room room;

    /// What a file system has.
    record Room(long freeBytes, long sizeBytes) {}

    DiskSpace(Room room) {
        this.room = room;
    }

    /// @param home which need not exist
    public static DiskSpace of(Path home) {
        Path there = home.toAbsolutePath();
        while (!Files.exists(there)) {
            there = there.getParent() == null ? there.getRoot() : there.getParent();
        }
        try {
            FileStore disk = Files.getFileStore(there);
            return new DiskSpace(new Room(disk.getUsableSpace(), disk.getTotalSpace()));
        } catch (IOException e) {
            throw new PakitException.Unavailable("the file system of " + there + " does not say what it has: " + e, e);
        }
    }

    @Override
    public String name() {
        return "disk space";
    }

    @Override
    public Finding look() {
        double share = (double) room.freeBytes() / room.sizeBytes();
        String found = String.format(
                Locale.ROOT, "%.1f GiB (%.0f %%) of the home's disk are free", room.freeBytes() / GIBI, share * 100);
        return room.freeBytes() >= BYTES_MIN && share >= SHARE_MIN
                ? Finding.pass(found)
                : Finding.fail(found, "free at least 2 GiB and 2 %: pakit gc, a larger disk, or another --home");
    }
}
