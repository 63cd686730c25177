package pakit.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/// Where a write-ahead log of RocksDB is damaged.
///
/// The format (`db/log_format.h`): blocks of 32 KiB, in each of them records of a masked CRC-32C (4 bytes), the
/// payload's length (2 bytes) and a type (1 byte), little-endian; recycled files also have the log's number (4 bytes)
/// behind the type. The sum is over the type and all that follows. Fewer bytes than a header needs are filled up with
/// zeros.
final class LogFileCheck {
    private static final int BLOCK_BYTES = 32 << 10;
    private static final int HEADER_BYTES = 7;
    private static final int RECYCLED_HEADER_BYTES = 11;
    private static final int MASK_DELTA = 0xa282ead8;

    private LogFileCheck() {}

    /// The first damaged place in the first `length` bytes of `file`, or its end if it ends before that.
    static OptionalLong firstDamage(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (long start = 0; start < length; start += BLOCK_BYTES) {
                int wanted = (int) Math.min(BLOCK_BYTES, length - start);
                block.clear();
                while (block.hasRemaining() && channel.read(block) >= 0) {
                    // reads on until the block is full or the file ends
                }
                int damage = firstDamage(block.flip(), wanted);
                if (damage >= 0) {
                    return OptionalLong.of(start + damage);
                }
            }
            return OptionalLong.empty();
        }
    }

    /// @param wanted how far the block is to be sound; a record may reach further
    /// @return the first damaged place, or -1
    private static int firstDamage(ByteBuffer block, int wanted) {
        int at = 0;
        while (at < wanted && BLOCK_BYTES - at >= HEADER_BYTES) {
            if (block.limit() - at < HEADER_BYTES) {
                return Math.min(at, block.limit());
            }
            int type = block.get(at + 6) & 0xff;
            int header = isRecycled(type) ? RECYCLED_HEADER_BYTES : HEADER_BYTES;
            if (BLOCK_BYTES - at < header && type == 0) {
                return -1;
            }
            int end = at + header + (block.getShort(at + 4) & 0xffff);
            if (type == 0 || end > block.limit() || block.getInt(at) != checksum(block, at + 6, end)) {
                return at;
            }
            at = end;
        }
        return block.limit() < wanted ? block.limit() : -1;
    }

    private static boolean isRecycled(int type) {
        return type >= 5 && type <= 8 || type == 11 || type == 131;
    }

    private static int checksum(ByteBuffer block, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(block.array(), from, to - from);
        int sum = (int) crc.getValue();
        return (sum >>> 15 | sum << 17) + MASK_DELTA;
    }
}
