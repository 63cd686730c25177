package pakit.dag;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import pakit.block.BlockId;

/// A block store for tests: a sorted map.
public final class MemoryBlockStore implements BlockStore {
    private final ConcurrentSkipListMap<BlockId, byte[]> records = new ConcurrentSkipListMap<>();

    @Override
    public boolean contains(BlockId id) {
        return records.containsKey(id);
    }

    @Override
    public Optional<byte[]> get(BlockId id) {
        return Optional.ofNullable(records.get(id)).map(byte[]::clone);
    }

    @Override
    public boolean put(BlockId id, byte[] record) {
        return records.putIfAbsent(id, Arrays.copyOf(record, record.length)) == null;
    }

    @Override
    public void delete(BlockId id) {
        records.remove(id);
    }

    @Override
    public void forEach(BiConsumer<BlockId, byte[]> visitor) {
        Map<BlockId, byte[]> now = new TreeMap<>(records);
        now.forEach((id, record) -> visitor.accept(id, record.clone()));
    }

    public int size() {
        return records.size();
    }

    @Override
    public void sync() {}

    @Override
    public void close() {}
}
