package pakit.dag;

/// What the data of a DAG-PB node says in UnixFS v1 (specs.ipfs.tech/unixfs): the kind of entry that the node is, with
/// its mode and time. Written in the order of field numbers, block sizes unpacked, as boxo writes it
/// (`ipld/unixfs/unixfs.go`).
///
/// The mode is written only where it differs from the kind's default, the time only where there is one.
sealed interface UnixFs {
    /// A file, or a part of one.
    ///
    /// @param inline bytes that stand before those of the links; empty in what Pakit writes
    /// @param partBytes content bytes below each link
    /// @param sizeBytes content bytes of all
    record File(byte[] inline, long[] partBytes, long sizeBytes, Attributes attributes) implements UnixFs {}

    /// A directory whose links are its entries.
    record Directory(Attributes attributes) implements UnixFs {}

    /// A symbolic link.
    record Symlink(String target) implements UnixFs {}

    /// A piece of a large directory: a node of a hash array mapped trie over the names.
    ///
    /// @param occupied the taken buckets, bit 0 in the last byte, without leading zero bytes
    /// @param fanout buckets in each node of the trie
    record Shard(byte[] occupied, int fanout, Attributes attributes) implements UnixFs {}

    /// Code of murmur3-x64-64 in the multihash table, the only hash in use for shards.
    int MURMUR3_X64_64 = 0x22;

    default byte[] encode() {
        return UnixFsWire.encode(this);
    }

    /// @throws PakitException.Corrupt if `bytes` are no UnixFS data, or of a kind that is not an entry of a tree
    static UnixFs decode(byte[] bytes) {
        return UnixFsWire.decode(bytes);
    }
}
