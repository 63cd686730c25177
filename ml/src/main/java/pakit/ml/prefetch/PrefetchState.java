package pakit.ml.prefetch;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// What an engine has learnt, with its settings. As bytes: a magic number and the version of the format, the settings,
/// the counts that are not zero, the history, and in format 2 the names. The same state gives the same bytes, and comes
/// back from them bit for bit. A state without names is written in format 1, as it always was.
///
/// The arrays are shared; nobody writes to them.
///
/// @param counts three ints for each row of the table that saw something: its index, what was used and what was seen,
///     these as the bits of floats
/// @param history ids in the order of access
/// @param names of blocks in the history, without which what followed them could not be fetched after a restart
public record PrefetchState(PrefetchSettings settings, int[] counts, long[] history, List<BlockId> names) {
    static final int MAGIC = 0x504b5046;
    static final int VERSION = 2;
    private static final int NAMELESS = 1;
    private static final int HEAD_BYTES = 2 * Integer.BYTES + 8 * Integer.BYTES + 2 * Double.BYTES + 2 * Integer.BYTES;
    private static final int ROW = 3;

    public PrefetchState {
        if (history.length > settings.historyMax()) {
            throw new PakitException.Corrupt("prefetch state has a history of " + history.length
                    + " accesses, its settings allow " + settings.historyMax());
        }
        requireRows(counts);
        names = List.copyOf(names);
        if (names.size() > history.length) {
            throw new PakitException.Corrupt(
                    "prefetch state has " + names.size() + " names for a history of " + history.length + " accesses");
        }
    }

    PrefetchState(PrefetchSettings settings, int[] counts, long[] history) {
        this(settings, counts, history, List.of());
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

    /// The same with the names of blocks in the history.
    public PrefetchState naming(List<BlockId> names) {
        return new PrefetchState(settings, counts, history, names);
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
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES
                + counts.length * Integer.BYTES
                + history.length * Long.BYTES
                + (names.isEmpty() ? 0 : Integer.BYTES + names.size() * BlockId.BINARY_BYTES));
        bytes.putInt(MAGIC).putInt(names.isEmpty() ? NAMELESS : VERSION);
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
        if (!names.isEmpty()) {
            bytes.putInt(names.size());
            names.forEach(name -> bytes.put(name.toBytes()));
        }
        return bytes.array();
    }

    /// @throws PakitException.Corrupt saying what was found, whatever the bytes are
    public static PrefetchState read(byte[] state) {
        try {
            return read(ByteBuffer.wrap(state));
        } catch (BufferUnderflowException e) {
            throw new PakitException.Corrupt("prefetch state ends after " + state.length + " bytes", e);
        } catch (PakitException.Invalid e) {
            throw new PakitException.Corrupt("prefetch state has a name that is none: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new PakitException.Corrupt("prefetch state has settings that are out of range: " + e.getMessage(), e);
        }
    }

    private static PrefetchState read(ByteBuffer bytes) {
        int magic = bytes.getInt();
        int version = bytes.getInt();
        if (magic != MAGIC || version < NAMELESS || version > VERSION) {
            throw new PakitException.Corrupt(
                    "prefetch state begins with %08x and format %d, expected %08x and at most %d"
                            .formatted(magic, version, MAGIC, VERSION));
        }
        PrefetchSettings settings = settings(bytes);
        int rows = bytes.getInt();
        int accesses = bytes.getInt();
        long expected = (long) rows * ROW * Integer.BYTES + (long) accesses * Long.BYTES;
        boolean fits = version == NAMELESS ? expected == bytes.remaining() : expected <= bytes.remaining();
        if (rows < 0 || accesses < 0 || !fits) {
            throw new PakitException.Corrupt("prefetch state has " + bytes.remaining() + " bytes after its head, which"
                    + " names " + rows + " rows and " + accesses + " accesses");
        }
        int[] counts = new int[rows * ROW];
        bytes.asIntBuffer().get(counts);
        bytes.position(bytes.position() + counts.length * Integer.BYTES);
        long[] history = new long[accesses];
        bytes.asLongBuffer().get(history);
        bytes.position(bytes.position() + history.length * Long.BYTES);
        return new PrefetchState(settings, counts, history, version == NAMELESS ? List.of() : names(bytes));
    }

    private static PrefetchSettings settings(ByteBuffer bytes) {
        return new PrefetchSettings(
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
    }

    private static List<BlockId> names(ByteBuffer bytes) {
        int count = bytes.getInt();
        if (count < 1 || (long) count * BlockId.BINARY_BYTES != bytes.remaining()) {
            throw new PakitException.Corrupt("prefetch state has " + bytes.remaining()
                    + " bytes after its history, which" + " is said to have " + count + " names");
        }
        List<BlockId> names = new ArrayList<>(count);
        byte[] name = new byte[BlockId.BINARY_BYTES];
        for (int i = 0; i < count; i++) {
            bytes.get(name);
            names.add(BlockId.fromBytes(name));
        }
        return names;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof PrefetchState other
                && settings.equals(other.settings)
                && Arrays.equals(counts, other.counts)
                && Arrays.equals(history, other.history)
                && names.equals(other.names);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(counts) + Arrays.hashCode(history);
    }
}
