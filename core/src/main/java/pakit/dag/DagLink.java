package pakit.dag;

import pakit.block.BlockId;

/// A named arrow from a DAG-PB node to a block.
///
/// @param name entry name in a directory, bucket and name in a shard, empty in a file
/// @param totalBytes encoded bytes of everything below the link, each occurrence counted (`Tsize`); what a block from
///     elsewhere says here is a claim, so nothing but progress and estimates may depend on it
record DagLink(BlockId id, String name, long totalBytes) {
    DagLink named(String other) {
        return new DagLink(id, other, totalBytes);
    }
}
