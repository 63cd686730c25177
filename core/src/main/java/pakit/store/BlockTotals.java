package pakit.store;

import java.util.Map;
import java.util.TreeMap;

/// What all blocks of a store add up to.
///
/// @param plainBytes bytes of all distinct blocks
/// @param storedBytes bytes of all block records
/// @param storedBytesByCodec the same, by the label of the codec
public record BlockTotals(long blocks, long plainBytes, long storedBytes, Map<String, Long> storedBytesByCodec) {
    public BlockTotals {
        storedBytesByCodec = Map.copyOf(storedBytesByCodec);
    }

    static final class Counter {
        private final Map<String, Long> byCodec = new TreeMap<>();
        private long blocks;
        private long plainBytes;
        private long storedBytes;

        void add(BlockHead head) {
            blocks++;
            plainBytes += head.header().plainBytes();
            storedBytes += head.storedBytes();
            byCodec.merge(head.header().codec().label(), (long) head.storedBytes(), Long::sum);
        }

        BlockTotals totals() {
            return new BlockTotals(blocks, plainBytes, storedBytes, byCodec);
        }
    }
}
