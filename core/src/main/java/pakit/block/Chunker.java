package pakit.block;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;

/// Cuts a stream into chunks where its content says so, so that an insertion moves only the cuts around it.
///
/// This is FastCDC (Xia et al., "FastCDC: a Fast and Efficient Content-Defined Chunking Approach for Data
/// Deduplication", USENIX ATC 2016) with normalised chunking at level 2. A gear hash rolls over the bytes behind the
/// minimum: shift left by one, add the table's word of the byte, so that the top bits depend on the last 64 bytes. A
/// chunk ends behind the first byte where the top bits are all zero: two bits more than log2(average) before the
/// average size, two bits fewer after it, which draws sizes together around the average. At the maximum it ends anyway.
///
/// One deliberate difference from the paper: its masks scatter their bits over the upper 48; here they are the topmost
/// bits in one piece, which have the longest reach and need no second set of magic numbers.
///
/// Immutable and thread-safe. A running split holds at most two maximum-size chunks and the one being handed over.
public final class Chunker {
    private static final int NORMALISATION = 2;

    private final ChunkSizes sizes;
    private final int shiftBeforeAverage;
    private final int shiftAfterAverage;

    public Chunker(ChunkSizes sizes) {
        this.sizes = sizes;
        int bits = Integer.numberOfTrailingZeros(sizes.averageBytes());
        this.shiftBeforeAverage = Long.SIZE - (bits + NORMALISATION);
        this.shiftAfterAverage = Long.SIZE - (bits - NORMALISATION);
    }

    public ChunkSizes sizes() {
        return sizes;
    }

    /// SHA-256 of the gear table, in hex. A home records it, so that a build with another table is noticed.
    public static String gearTableSha256() {
        return HexFormat.of().formatHex(GearTable.sha256());
    }

    /// Reads `in` to its end and gives each chunk to `chunks`, in order. An empty stream has none. How much a single
    /// read returns does not matter.
    ///
    /// @param chunks gets an array of its own each time
    public void split(InputStream in, Consumer<byte[]> chunks) throws IOException {
        byte[] buffer = new byte[Math.min(2 * sizes.minBytes(), sizes.maxBytes())];
        int from = 0;
        int to = 0;
        boolean ended = false;
        while (!ended || from < to) {
            if (!ended && to - from < sizes.maxBytes()) {
                buffer = makeRoom(buffer, from, to);
                to -= from;
                from = 0;
                int read = in.readNBytes(buffer, to, buffer.length - to);
                ended = read < buffer.length - to;
                to += read;
            } else {
                int length = cut(buffer, from, to);
                chunks.accept(Arrays.copyOfRange(buffer, from, from + length));
                from += length;
            }
        }
    }

    /// Moves the rest to the front; a buffer that is full of rest is doubled, so that small files stay cheap.
    private byte[] makeRoom(byte[] buffer, int from, int to) {
        int rest = to - from;
        byte[] target = buffer;
        if (rest > buffer.length / 2 && buffer.length < 2 * sizes.maxBytes()) {
            target = new byte[Math.min(2 * buffer.length, 2 * sizes.maxBytes())];
        }
        System.arraycopy(buffer, from, target, 0, rest);
        return target;
    }

    /// The length of the first chunk of the bytes from `from` to `to`, which are a whole maximum or the stream's end.
    int cut(byte[] bytes, int from, int to) {
        int available = Math.min(to - from, sizes.maxBytes());
        if (available <= sizes.minBytes()) {
            return available;
        }
        long[] gear = GearTable.shared();
        int average = from + Math.min(sizes.averageBytes(), available);
        long hash = 0;
        int at = from + sizes.minBytes();
        for (int shift = shiftBeforeAverage; at < average; at++) {
            hash = (hash << 1) + gear[bytes[at] & 0xff];
            if (hash >>> shift == 0) {
                return at + 1 - from;
            }
        }
        int end = from + available;
        for (int shift = shiftAfterAverage; at < end; at++) {
            hash = (hash << 1) + gear[bytes[at] & 0xff];
            if (hash >>> shift == 0) {
                return at + 1 - from;
            }
        }
        return available;
    }
}
