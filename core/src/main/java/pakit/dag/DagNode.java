package pakit.dag;

import static com.google.protobuf.CodedOutputStream.computeByteArraySizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeUInt64SizeNoTag;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Cid;
import pakit.error.PakitException;

/// A node of the DAG: links, and data that says what they mean. Its bytes are canonical DAG-PB (ipld.io,
/// specs/codecs/dag-pb): links first (field 2), then data (field 1); in a link the id, the name and the size, all three
/// always written, as boxo does (`ipld/merkledag/coding.go`). The order of links is the caller's.
///
/// Decoding is strict and cannot be made to allocate more than a small multiple of the input: every link costs at least
/// the four bytes of the shortest CID. Whatever form a link's CID has (v0, v1, or the bytes themselves), it is read as
/// the [BlockId] of what it names; the block's own bytes keep the form that they have. Data before links is read (old
/// writers did that); duplicate, unknown and unordered fields are refused.
///
/// @param data empty where the block has none; not copied, not to be written to
record DagNode(List<DagLink> links, byte[] data) {
    private static final int NODE_DATA = 0x0a;
    private static final int NODE_LINK = 0x12;
    private static final int LINK_HASH = 0x0a;
    private static final int LINK_NAME = 0x12;
    private static final int LINK_TSIZE = 0x18;

    DagNode {
        links = List.copyOf(links);
    }

    /// Gives the node's block to `blocks`, and a nameless link to it to the caller.
    DagLink writeTo(Consumer<Block> blocks) {
        Block block = Block.of(BlockId.Kind.DAG_PB, encode());
        blocks.accept(block);
        long below = links.stream().mapToLong(DagLink::totalBytes).sum();
        return new DagLink(block.id(), "", block.sizeBytes() + below);
    }

    /// Length of [#encode].
    long encodedBytes() {
        long bytes = data.length == 0 ? 0 : 1 + computeByteArraySizeNoTag(data);
        for (DagLink link : links) {
            bytes += encodedBytes(link);
        }
        return bytes;
    }

    /// What `link` adds to the length of a node.
    static long encodedBytes(DagLink link) {
        int body = bodyBytes(link);
        return 1L + computeUInt32SizeNoTag(body) + body;
    }

    private static int bodyBytes(DagLink link) {
        int name = Utf8Bytes.length(link.name());
        return 2
                + BlockId.BINARY_BYTES
                + 1
                + computeUInt32SizeNoTag(name)
                + name
                + 1
                + computeUInt64SizeNoTag(link.totalBytes());
    }

    byte[] encode() {
        byte[] bytes = new byte[Math.toIntExact(encodedBytes())];
        Wire.write(bytes, this::writeTo);
        return bytes;
    }

    private void writeTo(CodedOutputStream out) throws java.io.IOException {
        for (DagLink link : links) {
            out.writeUInt32NoTag(NODE_LINK);
            out.writeUInt32NoTag(bodyBytes(link));
            out.writeUInt32NoTag(LINK_HASH);
            out.writeByteArrayNoTag(link.id().toBytes());
            out.writeUInt32NoTag(LINK_NAME);
            out.writeStringNoTag(link.name());
            out.writeUInt32NoTag(LINK_TSIZE);
            out.writeUInt64NoTag(link.totalBytes());
        }
        if (data.length > 0) {
            out.writeUInt32NoTag(NODE_DATA);
            out.writeByteArrayNoTag(data);
        }
    }

    /// @throws PakitException.Corrupt if `bytes` are not one DAG-PB node whose links are ids that Pakit knows
    static DagNode decode(byte[] bytes) {
        return decode(bytes, inline -> {});
    }

    /// As [#decode(byte\[\])].
    ///
    /// @param inlined told of each block that a link holds itself instead of naming it
    static DagNode decode(byte[] bytes, Consumer<Block> inlined) {
        return Wire.read("DAG-PB node", bytes, in -> readNode(in, inlined));
    }

    private static DagNode readNode(CodedInputStream in, Consumer<Block> inlined) throws java.io.IOException {
        List<DagLink> links = new ArrayList<>();
        byte[] data = null;
        boolean linksClosed = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == NODE_LINK && !linksClosed) {
                links.add(Wire.readMessage(in, link -> readLink(link, inlined)));
            } else if (tag == NODE_DATA && data == null) {
                data = in.readByteArray();
                linksClosed = !links.isEmpty();
            } else {
                throw Wire.unexpected("node", tag);
            }
        }
        return new DagNode(links, data == null ? new byte[0] : data);
    }

    private static DagLink readLink(CodedInputStream in, Consumer<Block> inlined) throws java.io.IOException {
        if (in.readTag() != LINK_HASH) {
            throw new PakitException.Corrupt("a link does not begin with its id");
        }
        Cid cid = readCid(in.readByteArray());
        cid.inline().ifPresent(inlined);
        String name = "";
        long totalBytes = 0;
        int previous = LINK_HASH;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == LINK_NAME && previous < tag) {
                name = in.readStringRequireUtf8();
            } else if (tag == LINK_TSIZE && previous < tag) {
                totalBytes = in.readUInt64();
            } else {
                throw Wire.unexpected("link", tag);
            }
            previous = tag;
        }
        return new DagLink(cid.id(), name, totalBytes);
    }

    private static Cid readCid(byte[] binary) {
        try {
            return Cid.of(binary);
        } catch (PakitException.Invalid e) {
            throw new PakitException.Corrupt("a link's id cannot be read: " + e.getMessage(), e);
        }
    }
}
