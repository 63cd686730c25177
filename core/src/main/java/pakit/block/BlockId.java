package pakit.block;

/// The name of a block: a CIDv1 of its plain bytes (SHA-256, codec raw or dag-pb). Depends on content alone, never on
/// how a block is stored or on any model.
///
/// Text form is lower-case base32 with the multibase prefix `b` (59 characters); binary form is 36 bytes. Sources:
/// multiformats CID, multihash, multibase. Immutable and thread-safe; ordered by binary form.
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

    private BlockId() {}

    /// The id of `bytes` as a block of `kind`.
    public static BlockId of(Kind kind, byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    /// Parses the text form. Any CIDv1 in base32 with SHA-256 and a known kind is read.
    ///
    /// @throws pakit.error.PakitException.Invalid if `text` is anything else; the message says what was found
    public static BlockId parse(String text) {
        throw new UnsupportedOperationException();
    }

    /// Reads the 36-byte binary form.
    ///
    /// @throws pakit.error.PakitException.Invalid if `binary` is anything else
    public static BlockId fromBytes(byte[] binary) {
        throw new UnsupportedOperationException();
    }

    public Kind kind() {
        throw new UnsupportedOperationException();
    }

    /// A fresh copy of the 36-byte binary form.
    public byte[] toBytes() {
        throw new UnsupportedOperationException();
    }

    /// Whether `bytes` hash to this id.
    public boolean names(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(BlockId other) {
        throw new UnsupportedOperationException();
    }
}
