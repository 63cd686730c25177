package pakit.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.DeltaLink;
import pakit.dag.BlockStore;
import pakit.error.PakitException;
import pakit.hint.SimilarBlock;

/// The blocks of a home under an index that suggests what is there, what never was, what is damaged, what leads in a
/// circle, and the block itself; counts what is read. One for each thread.
final class HostileIndex implements BlockStore {
    private static final int DAMAGED = 12;

    private final RocksBlockStore inner;
    private final Random random;
    private final List<BlockId> known;
    private BlockId asked;
    private long reads;

    /// @param known ids of blocks that are or were there, at least one
    HostileIndex(RocksBlockStore inner, Random random, List<BlockId> known) {
        this.inner = inner;
        this.random = random;
        this.known = known;
        this.asked = known.getFirst();
    }

    /// Records that cannot be what their ids say: noise, other bytes, deltas of a lost base, a circle. A collection
    /// removes them.
    static List<BlockId> damage(RocksBlockStore store, Random random) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < DAMAGED; i++) {
            blocks.add(Block.raw(noise(random, 2000)));
        }
        for (int i = 0; i < DAMAGED; i++) {
            Block block = blocks.get(i);
            store.put(
                    block.id(),
                    switch (i % 3) {
                        case 0 ->
                            BlockRecord.pack(new Codec.None(), noise(random, 2000))
                                    .bytes();
                        case 1 -> delta(block, Block.raw(noise(random, 2000)));
                        default -> delta(block, blocks.get((i + 3) % DAMAGED));
                    });
        }
        return blocks.stream().map(Block::id).toList();
    }

    private static byte[] delta(Block block, Block base) {
        DeltaLink link = new DeltaLink(base.id(), 1);
        return BlockRecord.packDelta(new Codec.Zstd(3), block.bytes(), link, base.bytes())
                .bytes();
    }

    static byte[] noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /// How many records were read.
    long reads() {
        return reads;
    }

    @Override
    public List<SimilarBlock> similar(BlockId.Kind kind, Sketch sketch) {
        switch (random.nextInt(16)) {
            case 0 -> throw new PakitException.Corrupt("the index is corrupt");
            case 1, 2, 3, 4, 5 -> {
                return inner.similar(kind, sketch);
            }
            default -> {}
        }
        List<SimilarBlock> suggested = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            suggested.add(
                    new SimilarBlock(any(), random.nextInt(4) == 0 ? random.nextInt() : 0xffff, random.nextInt(4)));
        }
        return suggested;
    }

    /// An id of any kind; what the advisor names too.
    BlockId any() {
        return switch (random.nextInt(8)) {
            case 0 -> asked;
            case 1 -> Block.raw(noise(random, 20)).id();
            case 2 -> Block.of(BlockId.Kind.DAG_PB, noise(random, 20)).id();
            default -> known.get(random.nextInt(known.size()));
        };
    }

    @Override
    public boolean contains(BlockId id) {
        asked = id;
        return inner.contains(id);
    }

    @Override
    public Optional<byte[]> get(BlockId id) {
        reads++;
        return inner.get(id);
    }

    @Override
    public boolean put(BlockId id, byte[] record) {
        return inner.put(id, record);
    }

    @Override
    public boolean put(BlockId id, byte[] record, Sketch sketch) {
        return inner.put(id, record, sketch);
    }

    @Override
    public void delete(BlockId id) {
        inner.delete(id);
    }

    @Override
    public void forEach(BiConsumer<BlockId, byte[]> visitor) {
        inner.forEach(visitor);
    }

    @Override
    public void sync() {
        inner.sync();
    }

    @Override
    public void close() {
        inner.close();
    }
}
