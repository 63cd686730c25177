package pakit.block;

/// Plain bytes under their id. The id is computed or checked when a block is made, so a `Block` is always consistent.
///
/// The byte array is shared, not copied, because blocks pass through every hot path: whoever makes or reads a block
/// must not write to its array afterwards. Thread-safe under that rule.
public final class Block {
    private final BlockId id;
    private final byte[] bytes;

    private Block(BlockId id, byte[] bytes) {
        this.id = id;
        this.bytes = bytes;
    }

    /// Names `bytes` as a block of `kind`; takes ownership of the array.
    public static Block of(BlockId.Kind kind, byte[] bytes) {
        return new Block(BlockId.of(kind, bytes), bytes);
    }

    /// A block of opaque bytes (a leaf of a file).
    public static Block raw(byte[] bytes) {
        return of(BlockId.Kind.RAW, bytes);
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
