package pakit.car;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Cid;
import pakit.block.Varint;
import pakit.error.PakitException;

/// Reads a CAR of version 1 block by block; each is checked against the CID that stands before it. Whatever the bytes
/// are, it ends with the blocks, or with [PakitException.Invalid] that names the offset, and never holds more than one
/// section ([Block#MAX_BYTES] and its CID). Not thread-safe.
public final class CarReader {
    private static final int SECTION_BYTES_MAX = Cid.BINARY_BYTES_MAX + Block.MAX_BYTES;

    private final InputStream in;
    private final List<Cid> roots;
    private long offset;

    /// Reads the header.
    ///
    /// @param in read from here to its end, not closed
    /// @throws PakitException.Invalid if this is no CAR, or one of another version
    public CarReader(InputStream in) throws IOException {
        this.in = in;
        byte[] header = section(CarHeader.BYTES_MAX);
        if (header == null) {
            throw new PakitException.Invalid("the CAR is empty: expected a header");
        }
        this.roots = CarHeader.decode(header).roots();
    }

    /// Ids of what the blocks hang from, as Pakit calls them, each once.
    public List<BlockId> roots() {
        return roots.stream().map(Cid::id).distinct().toList();
    }

    /// Blocks that the header holds itself instead of naming them.
    public List<Block> inlinedRoots() {
        return roots.stream().flatMap(root -> root.inline().stream()).toList();
    }

    /// The next block; empty at the end.
    ///
    /// @throws PakitException.Invalid naming the offset and what was found there
    public Optional<Block> next() throws IOException {
        long start = offset;
        byte[] section = section(SECTION_BYTES_MAX);
        if (section == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(block(section));
        } catch (PakitException.Invalid | PakitException.Corrupt e) {
            throw invalid(start, e.getMessage(), e);
        }
    }

    /// How many bytes were read.
    public long offset() {
        return offset;
    }

    private static Block block(byte[] section) {
        ByteBuffer bytes = ByteBuffer.wrap(section);
        Cid cid = Cid.read(bytes);
        byte[] content = Arrays.copyOfRange(section, bytes.position(), section.length);
        if (content.length > Block.MAX_BYTES) {
            throw new PakitException.Invalid("block " + cid.id() + " has " + content.length + " bytes, at most "
                    + Block.MAX_BYTES + " are taken in");
        }
        return Block.checked(cid.id(), content);
    }

    /// The bytes behind the next length, or null at the end.
    private byte @Nullable [] section(int max) throws IOException {
        long start = offset;
        long length = length(start);
        if (length < 0) {
            return null;
        }
        if (length == 0 || length > max) {
            throw invalid(start, "a section of " + length + " bytes, expected 1 to " + max, null);
        }
        byte[] section = in.readNBytes((int) length);
        offset += section.length;
        if (section.length < length) {
            throw invalid(
                    start, "a section of " + length + " bytes, of which only " + section.length + " are there", null);
        }
        return section;
    }

    /// The next number, or -1 at the end.
    private long length(long start) throws IOException {
        byte[] varint = new byte[Varint.BYTES_MAX];
        int count = 0;
        int next;
        do {
            next = in.read();
            if (next < 0) {
                if (count == 0) {
                    return -1;
                }
                throw invalid(start, "a length that breaks off", null);
            }
            varint[count++] = (byte) next;
            offset++;
        } while (next >= 0x80 && count < varint.length);
        try {
            return Varint.read(ByteBuffer.wrap(varint, 0, count));
        } catch (PakitException.Invalid e) {
            throw invalid(start, e.getMessage(), e);
        }
    }

    private static PakitException.Invalid invalid(long offset, @Nullable String found, @Nullable Exception cause) {
        String message = "not a CAR that can be taken in: at byte " + offset + ": " + found;
        return cause == null ? new PakitException.Invalid(message) : new PakitException.Invalid(message, cause);
    }
}
