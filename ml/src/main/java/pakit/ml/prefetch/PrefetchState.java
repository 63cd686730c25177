package pakit.ml.prefetch;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import pakit.error.PakitException;

/// What an engine has learnt, with its settings. As bytes: a magic number and the version of the format, the settings,
/// the counts that are not zero, the history. The same state gives the same bytes, and comes back from them bit for
/// bit.
///
/// The arrays are shared; nobody writes to them.
///
/// @param counts three ints for each row of the table that saw something: its index, what was used and what was seen,
///     these as the bits of floats
/// @param history ids in the order of access
public record PrefetchState(PrefetchSettings settings, int[] counts, long[] history) {
    static final int MAGIC = 0x504b5046;
    static final int VERSION = 1;
    private static final int HEAD_BYTES = 2 * Integer.BYTES + 8 * Integer.BYTES + 2 * Double.BYTES + 2 * Integer.BYTES;
    private static final int ROW = 3;

    public PrefetchState {
        if (history.length > settings.historyMax()) {
            throw new PakitException.Corrupt("prefetch state has a history of " + history.length
                    + " accesses, its settings allow " + settings.historyMax());
        }
        requireRows(counts);
    }

    private static void requireRows(int[] counts) {
        int last = -1;
        for (int i = 0; i < counts.length; i += ROW) {
            float used = Float.intBitsToFloat(counts[i + 1]);
            float seen = Float.intBitsToFloat(counts[i + 2]);
            boolean right = counts[i] > last && counts[i] < Cell.COUNT + Cell.GROUPS;
            if (!right || !(used >= 0 && used <= seen && seen > 0 && seen <= UseTable.COUNT_MAX)) {
                throw new PakitException.Corrupt("prefetch state says of row " + counts[i] + ", which comes after row "
                        + last + " of " + (Cell.COUNT + Cell.GROUPS) + ", that " + used + " of " + seen
                        + " were used; expected rising rows, and no more used than seen");
            }
            last = counts[i];
        }
    }

    /// A state without any knowledge.
    public static PrefetchState empty(PrefetchSettings settings) {
        return new PrefetchState(settings, new int[0], new long[0]);
    }

    /// The same without the history.
    public PrefetchState withoutHistory() {
        return new PrefetchState(settings, counts, new long[0]);
    }

    /// What was learnt, to be asked by itself.
    public Chances chances() {
        return new Chances(table());
    }

    static int[] counts(UseTable uses) {
        int[] counts = new int[(Cell.COUNT + Cell.GROUPS) * ROW];
        int filled = 0;
        for (int i = 0; i < Cell.COUNT + Cell.GROUPS; i++) {
            if (uses.seen(i) > 0) {
                counts[filled++] = i;
                counts[filled++] = Float.floatToRawIntBits(uses.usedOf(i));
                counts[filled++] = Float.floatToRawIntBits(uses.seen(i));
            }
        }
        return Arrays.copyOf(counts, filled);
    }

    UseTable table() {
        UseTable table = new UseTable();
        for (int i = 0; i < counts.length; i += ROW) {
            table.set(counts[i], Float.intBitsToFloat(counts[i + 1]), Float.intBitsToFloat(counts[i + 2]));
        }
        return table;
    }

    public byte[] toBytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(HEAD_BYTES + counts.length * Integer.BYTES + history.length * Long.BYTES);
        bytes.putInt(MAGIC).putInt(VERSION);
        bytes.putInt(settings.historyMax()).putInt(settings.proposalsMax());
        bytes.putInt(settings.occurrences()).putInt(settings.window()).putInt(settings.siblings());
        bytes.putInt(settings.idsMax()).putInt(settings.leadMax()).putInt(settings.horizon());
        bytes.putDouble(settings.wasteShare()).putDouble(settings.chanceMin());
        bytes.putInt(counts.length / ROW).putInt(history.length);
        for (int count : counts) {
            bytes.putInt(count);
        }
        for (long id : history) {
            bytes.putLong(id);
        }
        return bytes.array();
    }

    /// @throws PakitException.Corrupt saying what was found, whatever the bytes are
    public static PrefetchState read(byte[] state) {
        try {
            return read(ByteBuffer.wrap(state));
        } catch (BufferUnderflowException e) {
            throw new PakitException.Corrupt("prefetch state ends after " + state.length + " bytes", e);
        } catch (IllegalArgumentException e) {
            throw new PakitException.Corrupt("prefetch state has settings that are out of range: " + e.getMessage(), e);
        }
    }

    private static PrefetchState read(ByteBuffer bytes) {
        int magic = bytes.getInt();
        int version = bytes.getInt();
        if (magic != MAGIC || version != VERSION) {
            throw new PakitException.Corrupt("prefetch state begins with %08x and format %d, expected %08x and %d"
                    .formatted(magic, version, MAGIC, VERSION));
        }
        PrefetchSettings settings = new PrefetchSettings(
                bytes.getInt(),
                bytes.getInt(),
                bytes.getInt(),
                bytes.getInt(),
                bytes.getInt(),
                bytes.getInt(),
                bytes.getInt(),
                bytes.getInt(),
                bytes.getDouble(),
                bytes.getDouble());
        int rows = bytes.getInt();
        int accesses = bytes.getInt();
        long expected = (long) rows * ROW * Integer.BYTES + (long) accesses * Long.BYTES;
        if (rows < 0 || accesses < 0 || expected != bytes.remaining()) {
            throw new PakitException.Corrupt("prefetch state has " + bytes.remaining() + " bytes after its head, which"
                    + " names " + rows + " rows and " + accesses + " accesses");
        }
        int[] counts = new int[rows * ROW];
        bytes.asIntBuffer().get(counts);
        bytes.position(bytes.position() + counts.length * Integer.BYTES);
        long[] history = new long[accesses];
        bytes.asLongBuffer().get(history);
        return new PrefetchState(settings, counts, history);
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof PrefetchState other
                && settings.equals(other.settings)
                && Arrays.equals(counts, other.counts)
                && Arrays.equals(history, other.history);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(counts) + Arrays.hashCode(history);
    }
}
