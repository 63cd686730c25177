package pakit.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What all blocks of a store add up to.
///
/// @param plainBytes bytes of all distinct blocks
/// @param storedBytes bytes of all block records
/// @param storedBytesByCodec the same, by the label of the codec; codecs without a byte are left out
public record BlockTotals(long blocks, long plainBytes, long storedBytes, Map<String, Long> storedBytesByCodec) {
    public BlockTotals {
        storedBytesByCodec = Map.copyOf(storedBytesByCodec);
    }

    BlockTotals plus(BlockTotals other) {
        return with(other, 1);
    }

    BlockTotals minus(BlockTotals other) {
        return with(other, -1);
    }

    private BlockTotals with(BlockTotals other, int sign) {
        Map<String, Long> byCodec = new TreeMap<>(storedBytesByCodec);
        other.storedBytesByCodec.forEach((codec, bytes) -> byCodec.merge(codec, sign * bytes, Long::sum));
        byCodec.values().removeIf(bytes -> bytes == 0);
        return new BlockTotals(
                blocks + sign * other.blocks,
                plainBytes + sign * other.plainBytes,
                storedBytes + sign * other.storedBytes,
                byCodec);
    }

    /// Adds up heads. Thread-safe; totals that are read while others count may show a part of what they count.
    static final class Counter {
        private final Map<String, LongAdder> byCodec = new ConcurrentHashMap<>();
        private final LongAdder blocks = new LongAdder();
        private final LongAdder plainBytes = new LongAdder();

        void add(BlockHead head) {
            count(head, 1);
        }

        void remove(BlockHead head) {
            count(head, -1);
        }

        private void count(BlockHead head, int sign) {
            blocks.add(sign);
            plainBytes.add((long) sign * head.header().plainBytes());
            byCodec.computeIfAbsent(head.header().codec().label(), codec -> new LongAdder())
                    .add((long) sign * head.storedBytes());
        }

        /// May be negative where more was removed than added.
        BlockTotals totals() {
            Map<String, Long> bytes = new TreeMap<>();
            byCodec.forEach((codec, sum) -> bytes.put(codec, sum.sum()));
            bytes.values().removeIf(sum -> sum == 0);
            long stored = bytes.values().stream().mapToLong(Long::longValue).sum();
            return new BlockTotals(blocks.sum(), plainBytes.sum(), stored, bytes);
        }
    }
}
