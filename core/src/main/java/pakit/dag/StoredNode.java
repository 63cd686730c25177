package pakit.dag;

import java.util.List;
import java.util.Optional;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// A block of a stored tree, understood: a raw block is a file of its own bytes.
///
/// @param links of a file, one for each of its parts
record StoredNode(BlockId id, List<DagLink> links, UnixFs meaning) {
    private static final Attributes SYMLINK = new Attributes(0777, Optional.empty());

    /// @throws PakitException.Corrupt naming the block, if it is neither raw nor a UnixFS node
    static StoredNode of(Block block) {
        return switch (block.id().kind()) {
            case RAW -> new StoredNode(block.id(), List.of(), rawFile(block.bytes()));
            case DAG_PB -> unixFs(block);
        };
    }

    private static UnixFs rawFile(byte[] bytes) {
        return new UnixFs.File(bytes, new long[0], bytes.length, Attributes.FILE);
    }

    private static StoredNode unixFs(Block block) {
        try {
            DagNode node = DagNode.decode(block.bytes());
            UnixFs meaning = UnixFs.decode(node.data());
            if (meaning instanceof UnixFs.File file
                    && file.partBytes().length != node.links().size()) {
                throw new PakitException.Corrupt("not a file: it has "
                        + node.links().size() + " links and states " + file.partBytes().length + " sizes");
            }
            return new StoredNode(block.id(), node.links(), meaning);
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt("block " + block.id() + " is " + e.getMessage(), e);
        }
    }

    TreeEntry entry(String name) {
        return switch (meaning) {
            case UnixFs.File file ->
                entry(name, TreeEntry.Kind.FILE, file.sizeBytes(), file.attributes(), Optional.empty());
            case UnixFs.Directory directory ->
                entry(name, TreeEntry.Kind.DIRECTORY, 0, directory.attributes(), Optional.empty());
            case UnixFs.Shard shard -> entry(name, TreeEntry.Kind.DIRECTORY, 0, shard.attributes(), Optional.empty());
            case UnixFs.Symlink link -> {
                int bytes = Utf8Bytes.length(link.target());
                yield entry(name, TreeEntry.Kind.SYMLINK, bytes, SYMLINK, Optional.of(link.target()));
            }
        };
    }

    private TreeEntry entry(
            String name, TreeEntry.Kind kind, long bytes, Attributes attributes, Optional<String> target) {
        return new TreeEntry(name, kind, id, bytes, attributes, target);
    }
}
