package pakit.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small file beside a database that says how far one of its files is known to be on the disk. Losing it loses no
/// more than that knowledge, so it is written in place.
///
/// 24 bytes, big-endian: number of the file, its length, four zeros, CRC-32C of all that.
///
/// @param path where it lies
record PositionFile(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(PositionFile.class);
    private static final int BYTES = 24;

    /// @param database beside which it lies
    /// @param suffix what its name has more than the database's
    static PositionFile beside(Path database, String suffix) {
        return new PositionFile(database.resolveSibling(database.getFileName() + suffix));
    }

    /// @param number of the file
    /// @param length how many bytes of it are on the disk
    record Position(long number, long length) {}

    /// Notes a position, on the disk when this returns. One that cannot be kept is no reason to fail: the next may be.
    void keep(Position position) {
        write(position, channel -> channel.force(false));
    }

    /// Notes a position that may be lost with the machine: an older one is known then.
    void keepLazily(Position position) {
        write(position, channel -> {});
    }

    private interface Ending {
        void of(FileChannel channel) throws IOException;
    }

    private void write(Position position, Ending ending) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(position.number()).putLong(position.length());
        bytes.putInt(0).putInt(checksum(bytes.array())).flip();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(bytes, 0);
            ending.of(channel);
        } catch (IOException e) {
            LOG.debug("{} cannot be written", path, e);
        }
    }

    /// Forgets the position, when the file that it is of is gone.
    void forget() throws IOException {
        Files.deleteIfExists(path);
    }

    /// Empty if nothing is known.
    Optional<Position> kept() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(path);
        if (bytes.length != BYTES || ByteBuffer.wrap(bytes).getInt(BYTES - Integer.BYTES) != checksum(bytes)) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        return Optional.of(new Position(fields.getLong(), fields.getLong()));
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, BYTES - Integer.BYTES);
        return (int) crc.getValue();
    }
}
