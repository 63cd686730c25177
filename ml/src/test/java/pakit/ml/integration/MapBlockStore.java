package pakit.ml.integration;

import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import pakit.block.BlockId;
import pakit.dag.BlockStore;

/// A block store in memory.
final class MapBlockStore implements BlockStore {
    private final ConcurrentSkipListMap<BlockId, byte[]> records = new ConcurrentSkipListMap<>();

    @Override
    public boolean contains(BlockId id) {
        return records.containsKey(id);
    }

    @Override
    public Optional<byte[]> get(BlockId id) {
        return Optional.ofNullable(records.get(id));
    }

    @Override
    public boolean put(BlockId id, byte[] record) {
        return records.putIfAbsent(id, record) == null;
    }

    @Override
    public void delete(BlockId id) {
        records.remove(id);
    }

    @Override
    public void forEach(BiConsumer<BlockId, byte[]> visitor) {
        records.forEach(visitor);
    }

    @Override
    public void sync() {}

    @Override
    public void close() {}
}
