package pakit.ml.gossip;

import java.nio.ByteBuffer;
import pakit.error.PakitException;

/// A checkpoint of a [NetworkOptimizer]: a magic number, the version of the format, counts, then each cell's six
/// doubles, big-endian.
record OptimizerState(Evidence[] cells, int cautious) {
    private static final int MAGIC = 0x504b_474f;
    private static final int FORMAT_VERSION = 1;
    private static final int HEADER_BYTES = 4 * Integer.BYTES;
    private static final int CELL_BYTES = 6 * Double.BYTES;
    private static final int CAUTIOUS_MAX = 100;

    byte[] write() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + cells.length * CELL_BYTES);
        out.putInt(MAGIC).putInt(FORMAT_VERSION).putInt(cells.length).putInt(cautious);
        for (Evidence cell : cells) {
            out.putDouble(cell.answers).putDouble(cell.misses).putDouble(cell.expectedMisses);
            out.putDouble(cell.broadcasts).putDouble(cell.bytesLogRatio).putDouble(cell.p99LogRatio);
        }
        return out.array();
    }

    static OptimizerState read(byte[] bytes, int cells) {
        int expected = HEADER_BYTES + cells * CELL_BYTES;
        require(bytes.length == expected, "bytes", bytes.length, "" + expected);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int magic = in.getInt();
        require(magic == MAGIC, "magic number", magic, "" + MAGIC);
        int version = in.getInt();
        require(version == FORMAT_VERSION, "format version", version, "" + FORMAT_VERSION);
        int count = in.getInt();
        require(count == cells, "cells", count, "" + cells);
        int cautious = in.getInt();
        require(cautious >= 0 && cautious <= CAUTIOUS_MAX, "cautious broadcasts", cautious, "0 to " + CAUTIOUS_MAX);
        Evidence[] read = new Evidence[cells];
        for (int i = 0; i < cells; i++) {
            read[i] = cell(in);
        }
        return new OptimizerState(read, cautious);
    }

    private static Evidence cell(ByteBuffer in) {
        Evidence cell = new Evidence();
        cell.answers = within("answers", in.getDouble(), 0, 1e6);
        cell.misses = within("misses", in.getDouble(), 0, cell.answers);
        cell.expectedMisses = within("expectedMisses", in.getDouble(), 0, cell.answers);
        cell.broadcasts = within("broadcasts", in.getDouble(), 0, 1e6);
        cell.bytesLogRatio = within("bytesLogRatio", in.getDouble(), -20, 20);
        cell.p99LogRatio = within("p99LogRatio", in.getDouble(), -20, 20);
        return cell;
    }

    private static double within(String name, double found, double min, double max) {
        require(found >= min && found <= max, name, found, min + " to " + max);
        return found;
    }

    private static void require(boolean holds, String name, Object found, String expected) {
        if (!holds) {
            throw new PakitException.Corrupt("state of a network optimizer: " + name + " is " + found + ", expected "
                    + expected + "; restore the file or start from another version");
        }
    }
}
