package pakit.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.dag.BlockStore;
import pakit.error.PakitException;
import pakit.hint.SimilarBlock;

/// The blocks of a home on a disk that refuses one call, or that one and all after it.
final class FaultyStore implements BlockStore {
    private final BlockStore inner;
    private final int good;
    private final Manner manner;
    private final AtomicInteger calls = new AtomicInteger();

    enum Manner {
        ONCE,
        FROM_THEN_ON
    }

    /// @param good how many calls go well first
    FaultyStore(BlockStore inner, int good, Manner manner) {
        this.inner = inner;
        this.good = good;
        this.manner = manner;
    }

    /// Whether a call was refused.
    boolean refused() {
        return calls.get() > good;
    }

    private BlockStore tried() {
        int call = calls.getAndIncrement();
        if (call == good || call > good && manner == Manner.FROM_THEN_ON) {
            throw new PakitException.Unavailable("the disk is full");
        }
        return inner;
    }

    @Override
    public boolean contains(BlockId id) {
        return tried().contains(id);
    }

    @Override
    public Optional<byte[]> get(BlockId id) {
        return tried().get(id);
    }

    @Override
    public boolean put(BlockId id, byte[] record) {
        return tried().put(id, record);
    }

    @Override
    public boolean put(BlockId id, byte[] record, Sketch sketch) {
        return tried().put(id, record, sketch);
    }

    @Override
    public List<SimilarBlock> similar(BlockId.Kind kind, Sketch sketch) {
        return tried().similar(kind, sketch);
    }

    @Override
    public List<BlockId> dictionaries() {
        return tried().dictionaries();
    }

    @Override
    public void useDictionaries(List<BlockId> dictionaries) {
        tried().useDictionaries(dictionaries);
    }

    @Override
    public void delete(BlockId id) {
        tried().delete(id);
    }

    @Override
    public void forEach(BiConsumer<BlockId, byte[]> visitor) {
        tried().forEach(visitor);
    }

    @Override
    public void sync() {
        tried().sync();
    }

    @Override
    public void close() {
        inner.close();
    }
}
