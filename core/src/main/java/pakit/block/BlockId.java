package pakit.block;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;

/// The name of a block: a CIDv1 of its plain bytes (SHA-256, codec raw or dag-pb). Depends on content alone, never on
/// how a block is stored or on any model.
///
/// Text form is lower-case base32 with the multibase prefix `b` (59 characters); binary form is 36 bytes. Sources:
/// multiformats CID, multihash, multibase. Immutable and thread-safe; ordered by binary form, bytes unsigned.
public final class BlockId implements Comparable<BlockId> {
    /// What the bytes mean: opaque bytes, or a DAG-PB node with links.
    public enum Kind {
        RAW(0x55),
        DAG_PB(0x70);

        private final int multicodec;

        Kind(int multicodec) {
            this.multicodec = multicodec;
        }

        /// The code of this kind in the multicodec table.
        public int multicodec() {
            return multicodec;
        }
    }

    /// Length of the binary form.
    public static final int BINARY_BYTES = 36;

    static final int CID_VERSION = 1;
    static final int SHA_256 = 0x12;
    static final int DIGEST_BYTES = 32;

    private static final Kind[] KINDS = Kind.values();

    private final Kind kind;
    private final long digest0;
    private final long digest1;
    private final long digest2;
    private final long digest3;

    private BlockId(Kind kind, ByteBuffer digest) {
        this.kind = kind;
        this.digest0 = digest.getLong();
        this.digest1 = digest.getLong();
        this.digest2 = digest.getLong();
        this.digest3 = digest.getLong();
    }

    /// The id of `bytes` as a block of `kind`.
    public static BlockId of(Kind kind, byte[] bytes) {
        return new BlockId(kind, ByteBuffer.wrap(sha256(bytes)));
    }

    /// The id whose SHA-256 is `digest`.
    static BlockId ofDigest(Kind kind, byte[] digest) {
        return new BlockId(kind, ByteBuffer.wrap(digest));
    }

    /// Parses the text form. Any CIDv1 in base32 with SHA-256 and a known kind is read.
    ///
    /// @throws pakit.error.PakitException.Invalid if `text` is anything else; the message says what was found
    public static BlockId parse(String text) {
        return fromBytes(BlockIdText.decode(text), () -> text);
    }

    /// Reads the 36-byte binary form.
    ///
    /// @throws pakit.error.PakitException.Invalid if `binary` is anything else
    public static BlockId fromBytes(byte[] binary) {
        return fromBytes(binary, () -> "of " + binary.length + " bytes");
    }

    private static BlockId fromBytes(byte[] binary, Supplier<String> shown) {
        if (binary.length != BINARY_BYTES
                || binary[0] != CID_VERSION
                || binary[2] != SHA_256
                || binary[3] != DIGEST_BYTES) {
            throw BlockIdText.invalid(shown.get(), whatIsWrong(binary));
        }
        return new BlockId(
                kindOf(binary[1] & 0xff, shown), ByteBuffer.wrap(binary, BINARY_BYTES - DIGEST_BYTES, DIGEST_BYTES));
    }

    /// The first thing that is, in words: made only if something is, because every record of a delta names blocks.
    private static String whatIsWrong(byte[] binary) {
        if (binary.length <= 3) {
            return "it ends after " + binary.length + " bytes";
        }
        if (binary[0] != CID_VERSION) {
            return "its CID version is " + (binary[0] & 0xff) + ", expected 1";
        }
        if (binary[2] != SHA_256) {
            return "its hash function is 0x%02x, expected 0x12 (SHA-256)".formatted(binary[2]);
        }
        if (binary[3] != DIGEST_BYTES) {
            return "its digest is declared as " + (binary[3] & 0xff) + " bytes, expected 32";
        }
        return "its binary form has " + binary.length + " bytes, expected " + BINARY_BYTES;
    }

    private static Kind kindOf(int multicodec, Supplier<String> shown) {
        for (Kind kind : KINDS) {
            if (kind.multicodec == multicodec) {
                return kind;
            }
        }
        throw BlockIdText.invalid(
                shown.get(), "its content codec is 0x%02x, expected 0x55 (raw) or 0x70 (dag-pb)".formatted(multicodec));
    }

    private static void require(boolean holds, String shown, String found) {
        if (!holds) {
            throw BlockIdText.invalid(shown, found);
        }
    }

    /// How the binary forms of all blocks of `kind` begin whose digest starts with `word`, as [#digestWord] gives it.
    public static byte[] prefix(Kind kind, long word) {
        return ByteBuffer.allocate(BINARY_BYTES - DIGEST_BYTES + Long.BYTES)
                .put((byte) CID_VERSION)
                .put((byte) kind.multicodec)
                .put((byte) SHA_256)
                .put((byte) DIGEST_BYTES)
                .putLong(word)
                .array();
    }

    public Kind kind() {
        return kind;
    }

    /// A fresh copy of the 36-byte binary form.
    public byte[] toBytes() {
        return ByteBuffer.allocate(BINARY_BYTES)
                .put((byte) CID_VERSION)
                .put((byte) kind.multicodec)
                .put((byte) SHA_256)
                .put((byte) DIGEST_BYTES)
                .putLong(digest0)
                .putLong(digest1)
                .putLong(digest2)
                .putLong(digest3)
                .array();
    }

    /// A quarter of the digest, for tables that hold ids compactly.
    ///
    /// @param index 0 to 3, from the first bytes to the last
    public long digestWord(int index) {
        return switch (index) {
            case 0 -> digest0;
            case 1 -> digest1;
            case 2 -> digest2;
            case 3 -> digest3;
            default -> throw new IndexOutOfBoundsException("index must be 0 to 3, found " + index);
        };
    }

    /// Whether `bytes` hash to this id.
    public boolean names(byte[] bytes) {
        return equals(of(kind, bytes));
    }

    @Override
    public int compareTo(BlockId other) {
        if (kind != other.kind) {
            return Integer.compare(kind.multicodec, other.kind.multicodec);
        }
        for (int i = 0; i < 4; i++) {
            int order = Long.compareUnsigned(digestWord(i), other.digestWord(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof BlockId other
                && kind == other.kind
                && digest0 == other.digest0
                && digest1 == other.digest1
                && digest2 == other.digest2
                && digest3 == other.digest3;
    }

    /// A digest is uniform already: its first bits are as good a hash as any.
    @Override
    public int hashCode() {
        return (int) digest0 ^ kind.multicodec;
    }

    /// The text form.
    @Override
    public String toString() {
        return BlockIdText.encode(toBytes());
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform must have SHA-256", e);
        }
    }
}
