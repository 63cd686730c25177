package pakit.block;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import pakit.error.PakitException;

/// A content id as other tools write it, and what Pakit calls the block that it names. CIDv0 (SHA-256, dag-pb) and
/// CIDv1 differ in form only. A CID with the hash function *identity* is no hash at all but the bytes themselves: such
/// a block goes by the id of its bytes here.
///
/// @param id under which Pakit keeps the block
/// @param inline the block itself, if the CID holds it
public record Cid(BlockId id, Optional<Block> inline) {
    /// Bytes that a CID may hold itself, at most: the limit of kubo and go-car.
    public static final int INLINE_BYTES_MAX = 128;

    /// The longest that is read: version, codec, hash function and length, and the bytes themselves.
    public static final int BINARY_BYTES_MAX = 4 * Varint.BYTES_MAX + INLINE_BYTES_MAX;

    private static final int IDENTITY = 0x00;

    private static final Map<Long, String> CODECS = Map.ofEntries(
            Map.entry(0x51L, "cbor"),
            Map.entry(0x71L, "dag-cbor"),
            Map.entry(0x72L, "libp2p-key"),
            Map.entry(0x78L, "git-raw"),
            Map.entry(0x85L, "dag-jose"),
            Map.entry(0x90L, "eth-block"),
            Map.entry(0xb0L, "bitcoin-block"),
            Map.entry(0x0129L, "dag-json"),
            Map.entry(0x0200L, "json"),
            Map.entry(0x0202L, "car"));

    private static final Map<Long, String> HASHES = Map.ofEntries(
            Map.entry(0x11L, "sha1"),
            Map.entry(0x13L, "sha2-512"),
            Map.entry(0x14L, "sha3-512"),
            Map.entry(0x16L, "sha3-256"),
            Map.entry(0x1bL, "keccak-256"),
            Map.entry(0x1eL, "blake3"),
            Map.entry(0x56L, "dbl-sha2-256"),
            Map.entry(0xb220L, "blake2b-256"),
            Map.entry(0xb240L, "blake2b-512"));

    /// Reads the CID at the position of `in`, which moves behind it.
    ///
    /// @throws PakitException.Invalid if there is none, or naming the codec or hash function that Pakit does not know
    public static Cid read(ByteBuffer in) {
        if (in.remaining() >= 2 && in.get(in.position()) == BlockId.SHA_256 && in.get(in.position() + 1) == 32) {
            in.position(in.position() + 2);
            return hashed(BlockId.Kind.DAG_PB, digest(in, BlockId.DIGEST_BYTES));
        }
        long version = Varint.read(in);
        if (version != BlockId.CID_VERSION) {
            throw new PakitException.Invalid("a CID has version " + version + ", expected 0 or 1");
        }
        BlockId.Kind kind = kind(Varint.read(in));
        long hash = Varint.read(in);
        long length = Varint.read(in);
        if (hash == IDENTITY) {
            Block inline = Block.of(kind, digest(in, length));
            return new Cid(inline.id(), Optional.of(inline));
        }
        if (hash != BlockId.SHA_256 || length != BlockId.DIGEST_BYTES) {
            throw new PakitException.Invalid("a CID has the hash function " + shown(hash, HASHES) + " with " + length
                    + " bytes, expected 0x12 (SHA-256) with 32, or 0x0 (identity)");
        }
        return hashed(kind, digest(in, length));
    }

    /// Reads `binary`, all of it.
    ///
    /// @throws PakitException.Invalid as [#read]
    public static Cid of(byte[] binary) {
        ByteBuffer in = ByteBuffer.wrap(binary);
        Cid cid = read(in);
        if (in.hasRemaining()) {
            throw new PakitException.Invalid(in.remaining() + " bytes follow a CID, expected none");
        }
        return cid;
    }

    private static BlockId.Kind kind(long codec) {
        for (BlockId.Kind kind : BlockId.Kind.values()) {
            if (kind.multicodec() == codec) {
                return kind;
            }
        }
        throw new PakitException.Invalid(
                "a CID has the content codec " + shown(codec, CODECS) + ", expected 0x55 (raw) or 0x70 (dag-pb)");
    }

    private static String shown(long code, Map<Long, String> names) {
        String name = names.get(code);
        return "0x" + Long.toHexString(code) + (name == null ? "" : " (" + name + ")");
    }

    private static byte[] digest(ByteBuffer in, long length) {
        if (length > INLINE_BYTES_MAX) {
            throw new PakitException.Invalid(
                    "a CID holds " + length + " bytes itself, at most " + INLINE_BYTES_MAX + " are read");
        }
        if (length > in.remaining()) {
            throw new PakitException.Invalid("a CID breaks off: it has " + in.remaining() + " of " + length + " bytes");
        }
        byte[] digest = new byte[(int) length];
        in.get(digest);
        return digest;
    }

    private static Cid hashed(BlockId.Kind kind, byte[] digest) {
        return new Cid(BlockId.ofDigest(kind, digest), Optional.empty());
    }
}
