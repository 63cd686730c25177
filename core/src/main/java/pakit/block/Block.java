package pakit.block;

import pakit.error.PakitException;

/// Plain bytes under their id. The id is computed or checked when a block is made, so a `Block` is always consistent.
///
/// The byte array is shared, not copied, because blocks pass through every hot path: whoever makes or reads a block
/// must not write to its array afterwards. Thread-safe under that rule.
public final class Block {
    /// The largest block, 2 MiB: what other IPFS tools still take in. Chunks and DAG nodes stay well below.
    public static final int MAX_BYTES = 2 << 20;

    private final BlockId id;
    private final byte[] bytes;

    private Block(BlockId id, byte[] bytes) {
        this.id = id;
        this.bytes = bytes;
    }

    /// Names `bytes` as a block of `kind`; takes ownership of the array.
    ///
    /// @throws PakitException.Invalid if there are more than [#MAX_BYTES]
    public static Block of(BlockId.Kind kind, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new PakitException.Invalid(
                    "a block holds at most " + MAX_BYTES + " bytes, found " + bytes.length + ": cut it into chunks");
        }
        return new Block(BlockId.of(kind, bytes), bytes);
    }

    /// A block of opaque bytes (a leaf of a file).
    public static Block raw(byte[] bytes) {
        return of(BlockId.Kind.RAW, bytes);
    }

    /// Takes `bytes`, which came from a disk or a peer, as the block that `id` names; takes ownership of the array.
    ///
    /// @throws PakitException.Corrupt if the bytes hash to another id
    public static Block checked(BlockId id, byte[] bytes) {
        BlockId found = BlockId.of(id.kind(), bytes);
        if (!found.equals(id)) {
            throw new PakitException.Corrupt(
                    "block " + id + " is corrupt: its " + bytes.length + " bytes hash to " + found);
        }
        return new Block(id, bytes);
    }

    public BlockId id() {
        return id;
    }

    /// The block's own array: read only.
    public byte[] bytes() {
        return bytes;
    }

    public int sizeBytes() {
        return bytes.length;
    }
}
