package pakit.bench.bases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pakit.block.Sketch;
import pakit.dag.DedupRule;

/// A way to find blocks that are like a new one.
interface Resemblance {
    /// The bases to try, in this order, two at most; `block` belongs to the index from then on if it may be a base.
    List<Known> candidates(Known block);

    void add(Known block);

    /// Nothing is like anything: exact deduplication alone.
    static Resemblance none() {
        return new Resemblance() {
            @Override
            public List<Known> candidates(Known block) {
                return List.of();
            }

            @Override
            public void add(Known block) {}
        };
    }

    /// The baseline of the first Pakit: SimHash of 64 bits (Charikar 2002) over windows of eight bytes, looked up by 16
    /// bands of four bits. Who shares a band is a candidate; those at the least distance are tried. Buckets keep their
    /// 64 newest, since with 16 values a band they would hold a sixteenth of the store.
    static Resemblance simHash() {
        return new Buckets(64) {
            @Override
            long[] keys(Known block) {
                long hash = block.simHash();
                long[] keys = new long[16];
                for (int band = 0; band < keys.length; band++) {
                    keys[band] = (long) band << 4 | hash >>> 4 * band & 0xf;
                }
                return keys;
            }

            @Override
            List<Known> chosen(Known block, Map<Known, Integer> votes) {
                return votes.keySet().stream()
                        .sorted(Comparator.comparingInt(known -> Long.bitCount(known.simHash() ^ block.simHash())))
                        .limit(2)
                        .toList();
            }
        };
    }

    /// Sketches of 16 bins, the block that shares most of at least three, the newest of these.
    static Resemblance nearest() {
        return new Sketches() {
            @Override
            List<Known> chosen(Known block, Map<Known, Integer> votes) {
                return votes.entrySet().stream()
                        .filter(vote -> vote.getValue() >= 3)
                        .sorted(Map.Entry.<Known, Integer>comparingByValue().reversed())
                        .map(Map.Entry::getKey)
                        .limit(2)
                        .toList();
            }
        };
    }

    /// The same sketches, ordered as [DedupRule] does.
    ///
    /// @param binsMin that a base has to share, besides what the rule asks
    static Resemblance priced(int binsMin) {
        return new Sketches() {
            @Override
            List<Known> chosen(Known block, Map<Known, Integer> votes) {
                return votes.entrySet().stream()
                        .filter(vote -> vote.getValue() >= binsMin
                                && DedupRule.canBeBase(
                                        vote.getValue(), vote.getKey().depth()))
                        .sorted(Comparator.comparingDouble(vote -> DedupRule.expectedCost(
                                vote.getValue(), vote.getKey().depth())))
                        .map(Map.Entry::getKey)
                        .limit(2)
                        .toList();
            }
        };
    }

    /// Blocks under keys, newest first.
    abstract class Buckets implements Resemblance {
        private final int ways;
        private final Map<Long, List<Known>> buckets = new HashMap<>();

        Buckets(int ways) {
            this.ways = ways;
        }

        abstract long[] keys(Known block);

        abstract List<Known> chosen(Known block, Map<Known, Integer> votes);

        @Override
        public List<Known> candidates(Known block) {
            Map<Known, Integer> votes = new LinkedHashMap<>();
            for (long key : keys(block)) {
                buckets.getOrDefault(key, List.of()).reversed().forEach(known -> votes.merge(known, 1, Integer::sum));
            }
            return chosen(block, votes);
        }

        @Override
        public void add(Known block) {
            for (long key : keys(block)) {
                List<Known> bucket = buckets.computeIfAbsent(key, unused -> new ArrayList<>());
                bucket.add(block);
                if (bucket.size() > ways) {
                    bucket.removeFirst();
                }
            }
        }
    }

    /// By the bins of a [Sketch].
    abstract class Sketches extends Buckets {
        Sketches() {
            super(16);
        }

        @Override
        long[] keys(Known block) {
            Sketch sketch = block.sketch();
            long[] keys = new long[Sketch.BINS];
            int found = 0;
            for (int bin = 0; bin < Sketch.BINS; bin++) {
                if (sketch.has(bin)) {
                    keys[found++] = (long) bin << Integer.SIZE | sketch.value(bin);
                }
            }
            return Arrays.copyOf(keys, found);
        }
    }
}
