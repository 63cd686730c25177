package pakit.car;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import pakit.block.Cid;
import pakit.error.PakitException;

/// The first section of a CAR: which blocks the others hang from, as DAG-CBOR (RFC 8949, ipld.io specs/codecs/dag-cbor)
/// of `{"roots": [CID, …], "version": 1}`. No other value can stand there, so this reads that one and no CBOR besides.
///
/// @param roots in the order of the file; may be empty
record CarHeader(List<Cid> roots) {
    /// As many as are read; files with more than one are rare.
    static final int ROOTS_MAX = 1000;

    /// What so many roots need, and a little.
    static final int BYTES_MAX = 64 + ROOTS_MAX * (8 + Cid.BINARY_BYTES_MAX);

    private static final int VERSION = 1;
    private static final int UINT = 0;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int CID_TAG = 42;
    private static final int KEY_CHARS_MAX = 16;

    CarHeader {
        roots = List.copyOf(roots);
    }

    byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        head(out, MAP, 2);
        text(out, "roots");
        head(out, ARRAY, roots.size());
        for (Cid root : roots) {
            byte[] binary = root.id().toBytes();
            head(out, TAG, CID_TAG);
            head(out, BYTES, binary.length + 1);
            out.write(0); // multibase identity, which DAG-CBOR asks for
            out.writeBytes(binary);
        }
        text(out, "version");
        head(out, UINT, VERSION);
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        head(out, TEXT, text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void head(ByteArrayOutputStream out, int major, int value) {
        if (value < 24) {
            out.write(major << 5 | value);
        } else if (value < 1 << 8) {
            out.write(major << 5 | 24);
            out.write(value);
        } else {
            out.write(major << 5 | 25);
            out.write(value >>> 8);
            out.write(value);
        }
    }

    /// @throws PakitException.Invalid if `bytes` are no header of a CAR of version 1
    static CarHeader decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            CarHeader header = read(in);
            require(!in.hasRemaining(), in.remaining() + " bytes follow it");
            return header;
        } catch (BufferUnderflowException e) {
            throw new PakitException.Invalid("the header of the CAR breaks off", e);
        }
    }

    private static CarHeader read(ByteBuffer in) {
        int keys = value(in, MAP, 2);
        List<Cid> roots = new ArrayList<>();
        boolean rooted = false;
        int version = 0;
        for (int i = 0; i < keys; i++) {
            String key = key(in);
            if (key.equals("roots") && !rooted) {
                rooted = true;
                readRoots(in, roots);
            } else if (key.equals("version") && version == 0) {
                version = value(in, UINT, Integer.MAX_VALUE);
                require(
                        version == VERSION,
                        "its version is " + version
                                + (version == 2 ? "; unwrap the version 1 inside it, such as with 'car get-dag'" : ""));
            } else {
                require(false, "it has the key '" + key + "'");
            }
        }
        require(version == VERSION, "it names no version");
        require(rooted, "it has no roots");
        return new CarHeader(roots);
    }

    private static void readRoots(ByteBuffer in, List<Cid> roots) {
        int count = value(in, ARRAY, ROOTS_MAX);
        for (int i = 0; i < count; i++) {
            require(value(in, TAG, Integer.MAX_VALUE) == CID_TAG, "root " + i + " is no CID");
            byte[] binary = bytes(in, value(in, BYTES, Cid.BINARY_BYTES_MAX + 1));
            require(binary.length > 0 && binary[0] == 0, "root " + i + " is no CID");
            ByteBuffer cid = ByteBuffer.wrap(binary, 1, binary.length - 1);
            roots.add(Cid.read(cid));
            require(!cid.hasRemaining(), "root " + i + " is followed by further bytes");
        }
    }

    private static String key(ByteBuffer in) {
        String key = new String(bytes(in, value(in, TEXT, KEY_CHARS_MAX)), StandardCharsets.US_ASCII);
        return key.replaceAll("[^ -~]", "?"); // it may be shown on a terminal, which must not obey it
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /// The number in the head of an item, which must be of this major type. Longer forms than a number needs are read.
    private static int value(ByteBuffer in, int major, int max) {
        int first = in.get() & 0xff;
        require(first >>> 5 == major, "it holds CBOR of major type " + (first >>> 5) + " where " + major + " must be");
        int low = first & 0x1f;
        long value = low < 24
                ? low
                : switch (low) {
                    case 24 -> in.get() & 0xff;
                    case 25 -> in.getShort() & 0xffff;
                    case 26 -> in.getInt() & 0xffff_ffffL;
                    default -> Long.MAX_VALUE;
                };
        require(value <= max, "it holds a number or length above " + max);
        return (int) value;
    }

    private static void require(boolean holds, String found) {
        if (!holds) {
            throw new PakitException.Invalid("the header of the CAR cannot be read: " + found
                    + "; expected {\"roots\": [CID…], \"version\": 1} in DAG-CBOR");
        }
    }
}
