package pakit.store;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import pakit.codec.DeltaLink;

/// What all blocks of a store add up to.
///
/// @param plainBytes bytes of all distinct blocks
/// @param storedBytes bytes of all block records
/// @param storedBytesByCodec the same, by the label of the codec, those packed with a dictionary apart, as in
///     `zstd-6-dictionary`; codecs without a byte are left out
/// @param byDepth all three, by the depth of their deltas, 0 for what is no delta; depths without a block are left out
public record BlockTotals(
        long blocks,
        long plainBytes,
        long storedBytes,
        Map<String, Long> storedBytesByCodec,
        Map<Integer, Share> byDepth) {
    public BlockTotals {
        storedBytesByCodec = Map.copyOf(storedBytesByCodec);
        byDepth = Map.copyOf(byDepth);
    }

    /// A part of the blocks.
    public record Share(long blocks, long plainBytes, long storedBytes) {
        static final Share NOTHING = new Share(0, 0, 0);

        Share plus(Share other) {
            return new Share(blocks + other.blocks, plainBytes + other.plainBytes, storedBytes + other.storedBytes);
        }

        Share times(int sign) {
            return new Share(sign * blocks, sign * plainBytes, sign * storedBytes);
        }
    }

    /// All deltas together.
    public Share deltas() {
        return byDepth.entrySet().stream()
                .filter(depth -> depth.getKey() > 0)
                .map(Map.Entry::getValue)
                .reduce(Share.NOTHING, Share::plus);
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
        Map<Integer, Share> depths = new TreeMap<>(byDepth);
        other.byDepth.forEach((depth, share) -> depths.merge(depth, share.times(sign), Share::plus));
        depths.values().removeIf(Share.NOTHING::equals);
        return new BlockTotals(
                blocks + sign * other.blocks,
                plainBytes + sign * other.plainBytes,
                storedBytes + sign * other.storedBytes,
                byCodec,
                depths);
    }

    /// Adds up heads. Thread-safe; totals that are read while others count may show a part of what they count.
    static final class Counter {
        private final Map<String, LongAdder> byCodec = new ConcurrentHashMap<>();
        private final Map<Integer, ShareCounter> byDepth = new ConcurrentHashMap<>();

        void add(BlockHead head) {
            count(head, 1);
        }

        void remove(BlockHead head) {
            count(head, -1);
        }

        private void count(BlockHead head, int sign) {
            byDepth.computeIfAbsent(depth(head), depth -> new ShareCounter()).count(head, sign);
            byCodec.computeIfAbsent(codec(head), codec -> new LongAdder()).add((long) sign * head.storedBytes());
        }

        private static int depth(BlockHead head) {
            return link(head, DeltaLink.Way.DELTA).map(DeltaLink::depth).orElse(0);
        }

        private static String codec(BlockHead head) {
            String label = head.header().codec().label();
            return link(head, DeltaLink.Way.DICTIONARY).isPresent() ? label + "-dictionary" : label;
        }

        private static Optional<DeltaLink> link(BlockHead head, DeltaLink.Way way) {
            return head.header().link().filter(link -> link.way() == way);
        }

        /// May be negative where more was removed than added.
        BlockTotals totals() {
            Map<String, Long> bytes = new TreeMap<>();
            byCodec.forEach((codec, sum) -> bytes.put(codec, sum.sum()));
            bytes.values().removeIf(sum -> sum == 0);
            Map<Integer, Share> depths = new TreeMap<>();
            byDepth.forEach((depth, counter) -> depths.put(depth, counter.share()));
            depths.values().removeIf(Share.NOTHING::equals);
            Share all = depths.values().stream().reduce(Share.NOTHING, Share::plus);
            return new BlockTotals(all.blocks(), all.plainBytes(), all.storedBytes(), bytes, depths);
        }
    }

    private static final class ShareCounter {
        private final LongAdder blocks = new LongAdder();
        private final LongAdder plainBytes = new LongAdder();
        private final LongAdder storedBytes = new LongAdder();

        void count(BlockHead head, int sign) {
            blocks.add(sign);
            plainBytes.add((long) sign * head.header().plainBytes());
            storedBytes.add((long) sign * head.storedBytes());
        }

        Share share() {
            return new Share(blocks.sum(), plainBytes.sum(), storedBytes.sum());
        }
    }
}
