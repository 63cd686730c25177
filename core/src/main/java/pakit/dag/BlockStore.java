package pakit.dag;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.hint.SimilarBlock;

/// Where encoded blocks lie: a durable map from id to block record. It knows nothing of what a record means.
/// Thread-safe.
public interface BlockStore extends AutoCloseable {
    boolean contains(BlockId id);

    /// The stored record, or empty.
    Optional<byte[]> get(BlockId id);

    /// Stores `record` unless `id` is there already. Survives the death of the process at once, and that of the
    /// machine once [#sync] has returned.
    ///
    /// @return whether the record was new
    boolean put(BlockId id, byte[] record);

    /// As [#put(BlockId, byte\[\])], and lets [#similar] find it by `sketch`, if this store has an index.
    default boolean put(BlockId id, byte[] record, Sketch sketch) {
        return put(id, record);
    }

    /// Blocks of `kind` that were put under a sketch like this one, the most similar first; a few at most. They may be
    /// gone.
    default List<SimilarBlock> similar(BlockId.Kind kind, Sketch sketch) {
        return List.of();
    }

    /// The dictionaries that were in use last, as [#useDictionaries] told. They may be gone.
    default List<BlockId> dictionaries() {
        return List.of();
    }

    /// Notes which dictionaries are in use, if this store can.
    default void useDictionaries(List<BlockId> dictionaries) {}

    void delete(BlockId id);

    /// Calls `visitor` for every block, in the order of ids, over the state at the time of the call.
    void forEach(BiConsumer<BlockId, byte[]> visitor);

    /// Makes all that was put before durable.
    void sync();

    @Override
    void close();
}
